import { resolveAxes } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { div } from './binary.ts';
import { checkTensor } from './make.ts';
import { checkKeepDims, type ReductionOptions, sum } from './sum.ts';

/** Arithmetic mean over axes (default: all). @throws AxisError, DTypeError */
export function mean(
  x: Tensor<'float32'>,
  axes?: number | readonly number[],
  options: ReductionOptions = {},
): Tensor<'float32'> {
  checkTensor('mean', 'x', x, 'float32');
  checkKeepDims('mean', options);
  const count = resolveAxes('mean', axes, x.rank).reduce((product, axis) => product * x.shape[axis]!, 1);
  return tidy(() => div(sum(x, axes, options), count));
}
