import { checkNumber, checkOptions } from '@ostinato/base';
import { bernoulli, cast, mul, type Tensor, tidy, trainingGenerator } from '@ostinato/tensor';
import { fusedDropout } from '@ostinato/tensor/fused';
import { checkTensor } from './check-tensor.ts';

/** Options of `Dropout`. */
export interface DropoutOptions {
  /** Probability that an element is dropped, 0 to 1. Default 0.5. */
  readonly p?: number;
}

/**
 * Inside `training` sets each element to 0 with probability `p` and multiplies the others by 1 / (1 - p); the identity
 * outside. Srivastava et al. 2014.
 */
export class Dropout {
  /** Probability that an element is dropped. */
  readonly p: number;

  /** @throws ArgumentError when `p` is not within [0, 1] */
  constructor(options: DropoutOptions = {}) {
    checkOptions('Dropout', options, ['p']);
    this.p = checkNumber('Dropout', 'p', options.p ?? 0.5, { min: 0, max: 1 });
  }

  /** `x` of any shape to the same shape. */
  forward(x: Tensor<'float32'>): Tensor<'float32'> {
    return dropout(x, this.p);
  }
}

/** What `Dropout` does, as a function; draws from the generator of the surrounding `training`. @throws ArgumentError */
export function dropout(x: Tensor<'float32'>, p: number): Tensor<'float32'> {
  checkTensor('dropout', 'x', x);
  checkNumber('dropout', 'p', p, { min: 0, max: 1 });
  const generator = trainingGenerator();
  if (generator === undefined || p === 0) return x;
  const keep = 1 - p;
  const fused = fusedDropout(x, keep, generator);
  if (fused !== undefined) return fused;
  return tidy(() => {
    const mask = cast(bernoulli(x.shape, keep, { generator, backend: x.backend }), 'float32');
    return mul(x, keep === 0 ? mask : mul(mask, 1 / keep));
  });
}
