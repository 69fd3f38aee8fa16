import { checkInteger, checkNumber, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { add, mul, ones, type Parameter, parameter, type Tensor, tidy, zeros } from '@ostinato/tensor';
import { fusedLayerNorm } from '@ostinato/tensor/fused';
import { checkBoolean } from './check-layer.ts';
import { checkTensor } from './check-tensor.ts';
import { constantInitializer } from './basic-initializers.ts';
import { standardize } from './standardize.ts';

/** Options of `LayerNorm`. */
export interface LayerNormOptions {
  /** The last axes of the input, over which it is normalized: `features` or `[..., features]`. */
  readonly normalizedShape: number | readonly number[];
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** Whether there are a weight and a bias. Default `true`. */
  readonly elementwiseAffine?: boolean;
  /** Whether there is a bias beside the weight. Default `true`. */
  readonly bias?: boolean;
}

/**
 * `(x - mean) / sqrt(variance + eps) * weight + bias` over the last axes, `[..., normalizedShape]` to the same shape.
 * Ba et al. 2016. State dict: `weight` and `bias`, both `normalizedShape`; they start as 1 and 0.
 */
export class LayerNorm {
  /** Factor of each element, `normalizedShape`; undefined without `elementwiseAffine`. */
  readonly weight: Parameter | undefined;
  /** Added to each element, `normalizedShape`; undefined without `elementwiseAffine` or `bias`. */
  readonly bias: Parameter | undefined;
  readonly #shape: readonly number[];
  readonly #eps: number;

  /** @throws ArgumentError */
  constructor(options: LayerNormOptions) {
    checkOptions('LayerNorm', options, ['normalizedShape', 'eps', 'elementwiseAffine', 'bias']);
    const { normalizedShape, eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    if (typeof normalizedShape !== 'number' && !Array.isArray(normalizedShape))
      throw typeError('LayerNorm', 'normalizedShape', 'a size or an array of sizes', normalizedShape);
    this.#shape = typeof normalizedShape === 'number' ? [normalizedShape] : [...normalizedShape];
    for (const size of this.#shape) checkInteger('LayerNorm', 'normalizedShape', size, { min: 1 });
    checkInteger('LayerNorm', 'the number of normalized axes', this.#shape.length, { min: 1 });
    this.#eps = checkNumber('LayerNorm', 'eps', eps, { min: 0 });
    checkBoolean('LayerNorm', 'elementwiseAffine', elementwiseAffine);
    checkBoolean('LayerNorm', 'bias', bias);
    this.weight = elementwiseAffine ? parameter(constantInitializer(1)(this.#shape)) : undefined;
    this.bias = elementwiseAffine && bias ? parameter(constantInitializer(0)(this.#shape)) : undefined;
  }

  /**
   * `[..., normalizedShape]` to the same shape.
   * @throws ShapeError when the last axes are not `normalizedShape`
   */
  forward(x: Tensor<'float32'>): Tensor<'float32'> {
    checkTensor('LayerNorm', 'x', x);
    const { weight, bias } = this;
    const first = x.rank - this.#shape.length;
    if (x.shape.slice(Math.max(0, first)).join() !== this.#shape.join()) {
      throw new ShapeError(`LayerNorm: expected input [..., ${this.#shape}], got [${x.shape}].`);
    }
    return tidy(() => {
      const { backend } = x;
      const scale = weight ?? ones(this.#shape, { backend });
      const fused = fusedLayerNorm(x, scale, bias ?? zeros(this.#shape, { backend }), this.#eps);
      return fused ?? this.#composed(x, first);
    });
  }

  #composed(x: Tensor<'float32'>, first: number): Tensor<'float32'> {
    const { weight, bias } = this;
    const axes = this.#shape.map((_, i) => first + i);
    const normal = standardize(x, axes, this.#eps);
    const scaled = weight === undefined ? normal : mul(normal, weight);
    return bias === undefined ? scaled : add(scaled, bias);
  }
}
