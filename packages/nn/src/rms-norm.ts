import { checkInteger, checkNumber, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { add, mean, mul, type Parameter, parameter, rsqrt, square, type Tensor, tidy } from '@ostinato/tensor';
import { checkBoolean } from './check-layer.ts';
import { checkTensor } from './check-tensor.ts';
import { constantInitializer } from './initializers.ts';

/** Options of `RMSNorm`. */
export interface RMSNormOptions {
  /** The last axes of the input, over which it is normalized: `features` or `[..., features]`. */
  readonly normalizedShape: number | readonly number[];
  /** Added to the mean square. Default: the float32 epsilon, 2^-23, as torch. */
  readonly eps?: number;
  /** Whether there is a weight. Default `true`. */
  readonly elementwiseAffine?: boolean;
}

/**
 * `x / sqrt(mean(x^2) + eps) * weight` over the last axes, `[..., normalizedShape]` to the same shape: layer norm without the mean.
 * Zhang and Sennrich 2019. State dict: `weight`, `normalizedShape`; it starts as 1.
 */
export class RMSNorm {
  /** Factor of each element, `normalizedShape`; undefined without `elementwiseAffine`. */
  readonly weight: Parameter | undefined;
  readonly #shape: readonly number[];
  readonly #eps: number;

  /** @throws ArgumentError */
  constructor(options: RMSNormOptions) {
    checkOptions('RMSNorm', options, ['normalizedShape', 'eps', 'elementwiseAffine']);
    const { normalizedShape, eps = 2 ** -23, elementwiseAffine = true } = options;
    if (typeof normalizedShape !== 'number' && !Array.isArray(normalizedShape))
      throw typeError('RMSNorm', 'normalizedShape', 'a size or an array of sizes', normalizedShape);
    this.#shape = typeof normalizedShape === 'number' ? [normalizedShape] : [...normalizedShape];
    for (const size of this.#shape) checkInteger('RMSNorm', 'normalizedShape', size, { min: 1 });
    checkInteger('RMSNorm', 'the number of normalized axes', this.#shape.length, { min: 1 });
    this.#eps = checkNumber('RMSNorm', 'eps', eps, { min: 0 });
    checkBoolean('RMSNorm', 'elementwiseAffine', elementwiseAffine);
    this.weight = elementwiseAffine ? parameter(constantInitializer(1)(this.#shape)) : undefined;
  }

  /**
   * `[..., normalizedShape]` to the same shape.
   * @throws ShapeError when the last axes are not `normalizedShape`
   */
  forward(x: Tensor<'float32'>): Tensor<'float32'> {
    checkTensor('RMSNorm', 'x', x);
    const first = x.rank - this.#shape.length;
    if (x.shape.slice(Math.max(0, first)).join() !== this.#shape.join()) {
      throw new ShapeError(`RMSNorm: expected input [..., ${this.#shape}], got [${x.shape}].`);
    }
    const axes = this.#shape.map((_, i) => first + i);
    return tidy(() => {
      const normal = mul(x, rsqrt(add(mean(square(x), axes, { keepDims: true }), this.#eps)));
      return this.weight === undefined ? normal : mul(normal, this.weight);
    });
  }
}
