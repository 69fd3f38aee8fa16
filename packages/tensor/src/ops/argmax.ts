import { resolveAxis } from '../shape.ts';
import { checkTensor } from './make.ts';
import type { Tensor } from '../tensor.ts';
import { planReduction, reduceRows, refuseEmpty } from './reduce-rows.ts';
import { checkKeepDims, type ReductionOptions } from './sum.ts';

/** Position of the largest or smallest element along an axis. */
function argument(name: 'argmax' | 'argmin', kernel: 'reduceArgument.max' | 'reduceArgument.min') {
  return (x: Tensor<'float32'>, axis?: number, options: ReductionOptions = {}): Tensor<'int32'> => {
    checkTensor(name, 'x', x, 'float32');
    const keepDims = checkKeepDims(name, options);
    const plan = planReduction(name, x, axis === undefined ? axis : resolveAxis(name, axis, x.rank), keepDims);
    refuseEmpty(name, x, plan);
    return reduceRows(kernel, x, plan, 'int32');
  };
}

/** Position of the first largest element along an axis, or in the flattened tensor; NaN wins. @throws ShapeError, AxisError */
export const argmax = argument('argmax', 'reduceArgument.max');

/** Position of the first smallest element along an axis, or in the flattened tensor; NaN wins. @throws ShapeError, AxisError */
export const argmin = argument('argmin', 'reduceArgument.min');
