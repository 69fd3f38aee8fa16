import type { Tensor } from '../tensor.ts';
import { equal } from './compare.ts';
import { sqrt } from './unary.ts';
import { where } from './where.ts';

/** Square root whose derivative at 0 is 0 instead of infinite: norms and standard deviations of constants. */
export function safeSqrt(x: Tensor<'float32'>): Tensor<'float32'> {
  const zero = equal(x, 0);
  return where(zero, 0, sqrt(where(zero, 1, x)));
}
