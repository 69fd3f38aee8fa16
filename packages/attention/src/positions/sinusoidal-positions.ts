import { ArgumentError, checkInteger, checkNumber, checkOptions } from '@ostinato/base';
import { cast, cos, mul, reshape, sin, stack, tensor, type Tensor, tidy } from '@ostinato/tensor';

/** Options of `SinusoidalPositions`. */
export interface SinusoidalPositionsOptions {
  /** Features of a step; even. */
  readonly features: number;
  /** The longest wave is this times 2 pi. Default 10,000. */
  readonly base?: number;
}

/**
 * Waves of many lengths (Vaswani et al. 2017): feature 2i of place p is `sin(p / base^(2i / features))`, feature 2i + 1 the cosine. No
 * parameters, any number of places.
 */
export class SinusoidalPositions {
  readonly #frequencies: Float32Array;

  /** @throws ArgumentError */
  constructor(options: SinusoidalPositionsOptions) {
    checkOptions('SinusoidalPositions', options, ['features', 'base']);
    const { features, base = 10_000 } = options;
    checkInteger('SinusoidalPositions', 'features', features, { min: 2 });
    if (features % 2 !== 0) throw new ArgumentError(`SinusoidalPositions: features must be even, got ${features}.`);
    checkNumber('SinusoidalPositions', 'base', base, { above: 0 });
    this.#frequencies = frequencies(features, base);
  }

  /** Places `[...]` to `[..., features]`. */
  forward(places: Tensor<'int32'>): Tensor<'float32'> {
    return tidy(() => {
      const angles = anglesOf(places, this.#frequencies);
      return reshape(stack([sin(angles), cos(angles)], -1), [...places.shape, -1]);
    });
  }
}

/** `base^(-2i / features)` for each pair of features. */
export function frequencies(features: number, base: number): Float32Array {
  return Float32Array.from({ length: features / 2 }, (_, i) => base ** ((-2 * i) / features));
}

/** Each place times each frequency, `[..., features / 2]`. */
export function anglesOf(places: Tensor<'int32'>, rates: Float32Array): Tensor<'float32'> {
  const { backend } = places;
  return mul(reshape(cast(places, 'float32'), [...places.shape, 1]), tensor(rates, [rates.length], { backend }));
}
