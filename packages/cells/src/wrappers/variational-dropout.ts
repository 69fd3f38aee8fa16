import { checkNumber, checkOptions } from '@ostinato/base';
import { dropout } from '@ostinato/nn';
import type { SequenceLayer, SequenceOptions, SequenceResult } from '@ostinato/sequence';
import { mul, ones, type Tensor, tidy, trainingGenerator } from '@ostinato/tensor';
import type { LayerOrCell, StateOf } from './layer-of.ts';
import { LayerWrapper } from './layer-wrapper.ts';

/** Options of `VariationalDropout`. */
export interface VariationalDropoutOptions {
  /** Probability that a feature of the input is dropped, 0 to 1. Default 0. */
  readonly input?: number;
  /** Probability that a feature of the output is dropped, 0 to 1. Default 0. */
  readonly output?: number;
}

/**
 * Dropout with one mask for each sequence that is the same in all steps (Gal and Ghahramani 2016; "locked dropout" of Merity et al. 2018), on the
 * input and the output of a layer or a cell. Acts inside `training` only; a mask is drawn anew in each `forward`. The state is the layer's.
 * State dict: `layer.` and the layer's keys. For the hidden state see `RecurrentDropout`.
 */
export class VariationalDropout<L extends LayerOrCell> extends LayerWrapper<L> implements SequenceLayer<StateOf<L>> {
  readonly #input: number;
  readonly #output: number;

  /** @throws ArgumentError */
  constructor(layer: L, options: VariationalDropoutOptions) {
    super('VariationalDropout', layer);
    checkOptions('VariationalDropout', options, ['input', 'output']);
    const { input = 0, output = 0 } = options;
    this.#input = checkNumber('VariationalDropout', 'input', input, { min: 0, max: 1 });
    this.#output = checkNumber('VariationalDropout', 'output', output, { min: 0, max: 1 });
  }

  /** The layer, with masked features inside `training`. @throws what the layer throws */
  forward(input: Tensor<'float32'>, options: SequenceOptions<StateOf<L>> = {}): SequenceResult<StateOf<L>> {
    return tidy(() => {
      const result = this.layer.forward(sameInAllSteps(input, this.#input), options);
      return { ...result, output: sameInAllSteps(result.output, this.#output) };
    });
  }
}

/** Dropout of `[batch, steps, features]`, or `[steps, features]`, with one mask for all steps. */
function sameInAllSteps(x: Tensor<'float32'>, p: number): Tensor<'float32'> {
  if (p === 0 || trainingGenerator() === undefined) return x;
  const shape = x.shape.map((size, axis) => (axis === x.rank - 2 ? 1 : size));
  return mul(x, dropout(ones(shape, { backend: x.backend }), p));
}
