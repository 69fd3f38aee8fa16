import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { mul } from './binary.ts';
import { cumprod, shiftRows } from './cumprod.ts';
import { permute } from './permute.ts';
import { planReduction, reduceRows } from './reduce-rows.ts';
import { reshape } from './reshape.ts';
import { flip } from './slice.ts';
import { axesLast, checkKeepDims, type ReductionOptions } from './sum.ts';

type Floats = Tensor<'float32'>;

/** The product of all other elements of the row, for each element; exact where elements are 0. */
function productOfOthers(rows: Floats): Floats {
  const before = shiftRows(cumprod(rows), 1, 1);
  const after = flip(shiftRows(cumprod(flip(rows, -1)), 1, 1), -1);
  return mul(before, after);
}

/** Product over axes (default: all); 1 of no elements. @throws AxisError, DTypeError */
export function prod(x: Floats, axes?: number | readonly number[], options: ReductionOptions = {}): Floats {
  const keepDims = checkKeepDims('prod', options);
  const plan = planReduction('prod', x, axes, keepDims);
  const order = [...Array(x.rank).keys()].filter((axis) => !plan.axes.includes(axis)).concat(plan.axes);
  const back = order.map((_, axis) => order.indexOf(axis));
  return differentiable(
    'prod',
    [x],
    reduceRows('reduce.prod', x, plan, 'float32'),
    [x],
    [
      (g, [value]) => {
        const { matrix, rows, cols } = axesLast(value, plan.axes);
        const others = reshape(productOfOthers(reshape(matrix, [rows, cols])), matrix.shape);
        return mul(reshape(g, plan.ones), permute(others, back)); // product of the others
      },
    ],
  );
}
