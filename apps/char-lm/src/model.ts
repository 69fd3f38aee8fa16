import { LSTM, type LSTMState } from '@ostinato/cells';
import { crossEntropy, Embedding, Linear } from '@ostinato/nn';
import { flatten, type RandomGenerator, type Tensor, tidy } from '@ostinato/tensor';
import type { Config } from './config.ts';

/** A character language model: embedding, one LSTM, and a linear layer to one logit for each symbol. */
export class CharacterModel {
  readonly embedding: Embedding;
  readonly lstm: LSTM;
  readonly output: Linear;

  constructor(symbols: number, { embeddingDim, hiddenSize }: Config, generator: RandomGenerator) {
    this.embedding = new Embedding({ numEmbeddings: symbols, embeddingDim, generator });
    this.lstm = new LSTM({ inputSize: embeddingDim, hiddenSize, generator });
    this.output = new Linear({ inFeatures: hiddenSize, outFeatures: symbols, generator });
  }

  /** Ids `[batch, steps]` and a state to logits `[batch, steps, symbols]` and the next state. */
  forward(ids: Tensor<'int32'>, state?: LSTMState): { logits: Tensor<'float32'>; state: LSTMState } {
    return tidy(() => {
      const result = this.lstm.forward(this.embedding.forward(ids), state && { state });
      return { logits: this.output.forward(result.output), state: result.state };
    });
  }

  /** Mean cross-entropy in nats per character of targets `[batch, steps]`, and the next state. */
  loss(
    ids: Tensor<'int32'>,
    targets: Tensor<'int32'>,
    before?: LSTMState,
  ): { loss: Tensor<'float32'>; state: LSTMState } {
    return tidy(() => {
      const { logits, state } = this.forward(ids, before);
      return { loss: crossEntropy(flatten(logits, 0, 1), flatten(targets)), state };
    });
  }
}
