import { checkNumber, checkOneOf, checkOptions } from '@ostinato/base';
import { LayerNorm } from '@ostinato/nn';
import { maskPadding, type SequenceLayer, type SequenceOptions, type SequenceResult } from '@ostinato/sequence';
import { type Tensor, tidy } from '@ostinato/tensor';
import { type LayerOrCell, sizeOf, type StateOf } from './layer-of.ts';
import { LayerWrapper } from './layer-wrapper.ts';

/** Options of `Normalized`. */
export interface NormalizedOptions {
  /** What is normalized: the layer's `input`, as in pre-norm residual blocks, or its `output`. Default `output`. */
  readonly position?: 'input' | 'output';
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
}

/**
 * Layer normalization (Ba et al. 2016) before or after a layer or a cell, over the features of each step. Cells with normalized gates are cells
 * of their own. The state is the layer's. State dict: `layer.` and the layer's keys, `norm.weight` and `norm.bias [features]`.
 */
export class Normalized<L extends LayerOrCell> extends LayerWrapper<L> implements SequenceLayer<StateOf<L>> {
  /** The normalization. */
  readonly norm: LayerNorm;
  readonly #position: 'input' | 'output';

  /** @throws ArgumentError */
  constructor(layer: L, options: NormalizedOptions = {}) {
    super('Normalized', layer);
    checkOptions('Normalized', options, ['position', 'eps']);
    const { position = 'output', eps = 1e-5 } = options;
    this.#position = checkOneOf('Normalized', 'position', position, ['input', 'output']);
    checkNumber('Normalized', 'eps', eps, { min: 0 });
    this.norm = new LayerNorm({ normalizedShape: sizeOf('Normalized', this.layer, `${this.#position}Size`), eps });
  }

  /** The layer, with its input or its output normalized. @throws what the layer throws */
  forward(input: Tensor<'float32'>, options: SequenceOptions<StateOf<L>> = {}): SequenceResult<StateOf<L>> {
    return tidy(() => {
      if (this.#position === 'input')
        return this.layer.forward(this.norm.forward(maskPadding(input, options)), options);
      const result = this.layer.forward(input, options);
      return { ...result, output: maskPadding(this.norm.forward(result.output), options) };
    });
  }
}
