import { ArgumentError, checkNumber } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { greater, less } from './compare.ts';
import { checkTensor } from './make.ts';
import { where } from './where.ts';

/**
 * `x` cut to `min` and `max`, either of which may be infinite; NaN stays. The gradient passes where `x` was kept, both
 * ends included, as in torch's `clamp`.
 * @throws ArgumentError when `min` is above `max`, DTypeError
 */
export function clip(x: Tensor<'float32'>, min = -Infinity, max = Infinity): Tensor<'float32'> {
  checkTensor('clip', 'x', x, 'float32');
  if (checkNumber('clip', 'min', min) > checkNumber('clip', 'max', max)) {
    throw new ArgumentError(`clip: min must not be above max, got ${min} and ${max}.`);
  }
  return tidy(() => {
    const low = min === -Infinity && max < Infinity ? x : where(less(x, min), min, x);
    return max === Infinity ? low : where(greater(low, max), max, low);
  });
}
