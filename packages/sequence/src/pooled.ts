import { ArgumentError, typeError } from '@ostinato/base';
import { type Tensor, tidy } from '@ostinato/tensor';
import type { Padding } from './padding.ts';
import { checkPooling, pool, type Pooling, type Scorer } from './pool.ts';
import type {
  EncodeResult,
  SequenceEncoder,
  SequenceLayer,
  SequenceOptions,
  SequenceResult,
} from './sequence-layer.ts';

/** Reads a vector for each sequence, `[batch, features]`, from what a layer gave: `lastHidden` is one. */
export type Readout<S> = (result: SequenceResult<S>, padding: Padding) => Tensor<'float32'>;

/**
 * An encoder made of a layer and a way to read one vector from its steps: see `pool`, or give a function such as `lastHidden`. State dict:
 * `layer.` and `scorer.` with their keys.
 *
 * @example
 * const encoder = new Pooled(new LSTM({ inputSize: 8, hiddenSize: 16, bidirectional: true }), lastHidden);
 */
export class Pooled<S> implements SequenceEncoder<S> {
  /** What runs over the sequence. */
  readonly layer: SequenceLayer<S>;
  /** What gives each step a score, if that is how steps are pooled. */
  readonly scorer: Scorer | undefined;
  readonly #how: Exclude<Pooling, Scorer> | Readout<S> | undefined;

  /** @throws ArgumentError, also for the last or first step of a layer that reads in both directions */
  constructor(layer: SequenceLayer<S>, how: Pooling | Readout<S>) {
    if (typeof layer?.forward !== 'function')
      throw typeError('Pooled', 'layer', 'a layer with a forward method', layer);
    if (layer.timeMajor === true)
      throw new ArgumentError('Pooled: needs a layer that takes [batch, steps, features]. Make it without timeMajor.');
    if (typeof how !== 'function') checkPooling('Pooled', how);
    if (layer.bidirectional === true && (how === 'last' || how === 'first'))
      throw new ArgumentError(
        `Pooled: the ${how} step of a layer that also reads backward has seen the whole sequence in one direction only. Use lastHidden for a recurrent layer, the encode of Bidirectional, mean or max.`,
      );
    this.layer = layer;
    this.scorer = typeof how === 'object' ? how : undefined;
    this.#how = typeof how === 'object' ? undefined : how;
  }

  /** Features of the input. */
  get inputSize(): number | undefined {
    return this.layer.inputSize;
  }

  /** Features of the vector, where it is a step of the output. */
  get outputSize(): number | undefined {
    return typeof this.#how === 'function' ? undefined : this.layer.outputSize;
  }

  /** One vector for each sequence. @throws what the layer and the pooling throw */
  encode(input: Tensor<'float32'>, options: SequenceOptions<S> = {}): EncodeResult<S> {
    return tidy(() => {
      const result = this.layer.forward(input, options);
      const { lengths, mask } = options;
      const padding = { ...(lengths && { lengths }), ...(mask && { mask }) };
      const how = this.#how ?? this.scorer!;
      return {
        ...result,
        output: typeof how === 'function' ? how(result, padding) : pool(result.output, how, padding),
      };
    });
  }
}
