import type { StackedLayer } from '@ostinato/attention';
import { crossEntropy, Embedding, Linear } from '@ostinato/nn';
import { reshape, type Tensor, tensor, tidy } from '@ostinato/tensor';
import { type IdBatch, ignored } from '../training/batches.ts';

type Floats = Tensor<'float32'>;

/** The arrays of a batch of ids as a training step sees them. */
export type IdTensors = { readonly inputs: Tensor<'int32'>; readonly targets: Tensor<'int32'> };

/** A model of sequences of ids: a table, a sequence layer, a head. */
export class SequenceModel {
  readonly embedding: Embedding;
  readonly body: StackedLayer;
  readonly head: Linear;

  constructor(vocabulary: number, width: number, body: StackedLayer, hiddenSize = width) {
    this.embedding = new Embedding({ numEmbeddings: vocabulary, embeddingDim: width });
    this.body = body;
    this.head = new Linear({ inFeatures: hiddenSize, outFeatures: vocabulary });
  }

  /** Ids `[batch, steps]` to logits, and the state after them. */
  forward(ids: Tensor<'int32'>, state?: unknown): { readonly logits: Floats; readonly state: unknown } {
    const result = this.body.forward(this.embedding.forward(ids), (state === undefined ? {} : { state }) as never);
    return { logits: this.head.forward(result.output), state: result.state };
  }

  /** Cross-entropy in nats over the targets that count. */
  loss({ inputs, targets }: IdTensors): Floats {
    const { logits } = this.forward(inputs);
    return crossEntropy(reshape(logits, [-1, logits.shape[2]!]), reshape(targets, [-1]), { ignoreIndex: ignored });
  }
}

const tensorsOf = ({ inputs, targets }: IdBatch): IdTensors => ({
  inputs: tensor(inputs.data, inputs.shape, { dtype: 'int32' }),
  targets: tensor(targets.data, targets.shape, { dtype: 'int32' }),
});

/** The mean loss over batches. */
export function meanLoss(model: SequenceModel, batches: Iterable<IdBatch>): number {
  const losses = Array.from(batches, (batch) => tidy(() => model.loss(tensorsOf(batch)).dataSync()[0]!));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** The likeliest id at each place of a batch. `among` are the ids it is looked for in; default all. */
export function predictions(model: SequenceModel, batch: IdBatch, among?: readonly number[]): Int32Array {
  const logits = tidy(() => model.forward(tensorsOf(batch).inputs).logits.dataSync()) as Float32Array;
  const count = logits.length / batch.inputs.data.length;
  const ids = among ?? Array.from({ length: count }, (_, id) => id);
  return Int32Array.from(batch.inputs.data, (_id, at) =>
    ids.reduce((best, id) => (logits[at * count + id]! > logits[at * count + best]! ? id : best), ids[0]!),
  );
}
