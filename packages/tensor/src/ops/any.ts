import { resolveAxes } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { cast } from './cast.ts';
import { equal, greater } from './compare.ts';
import { logicalNot } from './logical.ts';
import { checkTensor } from './make.ts';
import { checkKeepDims, type ReductionOptions, sum } from './sum.ts';

/** Whether any element is true, over axes (default: all); `false` of no elements. @throws AxisError, DTypeError */
export function any(
  x: Tensor<'bool'>,
  axes?: number | readonly number[],
  options: ReductionOptions = {},
): Tensor<'bool'> {
  checkTensor('any', 'x', x, 'bool');
  checkKeepDims('any', options);
  const reduced = resolveAxes('any', axes, x.rank);
  return tidy(() => greater(sum(cast(x, 'float32'), reduced, options), 0));
}

/** Whether all elements are true, over axes (default: all); `true` of no elements. @throws AxisError, DTypeError */
export function all(
  x: Tensor<'bool'>,
  axes?: number | readonly number[],
  options: ReductionOptions = {},
): Tensor<'bool'> {
  checkTensor('all', 'x', x, 'bool');
  checkKeepDims('all', options);
  const reduced = resolveAxes('all', axes, x.rank);
  return tidy(() => equal(sum(cast(logicalNot(x), 'float32'), reduced, options), 0));
}
