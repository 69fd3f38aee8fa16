import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { mul } from './binary.ts';
import { checkTensor } from './make.ts';
import { exp } from './unary.ts';

/** `2 ** x` @throws DTypeError */
export function exp2(x: Tensor<'float32'>): Tensor<'float32'> {
  checkTensor('exp2', 'x', x, 'float32');
  return tidy(() => exp(mul(x, Math.LN2)));
}
