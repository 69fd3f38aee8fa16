import { type DType, ShapeError } from '@ostinato/base';
import { resolveAxes, type Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { checkTensor, makeTensor } from './make.ts';
import { axesLast, reducedShape } from './sum.ts';

type Kernel = 'reduce.max' | 'reduce.min' | 'reduce.prod' | 'reduceArgument.max' | 'reduceArgument.min';

/** What a reduction reduces: its axes, ascending, the shape of the result, and that shape with size 1 at each axis. */
export interface Reduction {
  readonly axes: readonly number[];
  readonly shape: Shape;
  readonly ones: Shape;
}

/** Resolves the axes of a reduction (default: all). @throws AxisError, DTypeError, ArgumentError */
export function planReduction(
  where: string,
  x: Tensor,
  axes: number | readonly number[] | undefined,
  keepDims = false,
): Reduction {
  checkTensor(where, 'x', x, 'float32');
  const reduced = resolveAxes(where, axes, x.rank);
  return { axes: reduced, shape: reducedShape(x.shape, reduced, keepDims), ones: reducedShape(x.shape, reduced, true) };
}

/** Throws where an axis without elements is reduced by an op that has no value for it. */
export function refuseEmpty(where: string, x: Tensor, { axes }: Reduction): void {
  const empty = axes.find((axis) => x.shape[axis] === 0);
  if (empty !== undefined)
    throw new ShapeError(`${where}: axis ${empty} of [${x.shape}] is empty, so it has no ${where}.`);
}

/** Runs a kernel that reduces rows, with the reduced axes moved to the end. */
export function reduceRows<D extends DType>(
  kernel: Kernel,
  x: Tensor<'float32'>,
  { axes, shape }: Reduction,
  dtype: D,
): Tensor<D> {
  const out = makeTensor(x.backend, shape, dtype);
  const { matrix, rows, cols } = axesLast(x, axes);
  x.backend.kernels[kernel](out.storage(), matrix.storage(), rows, cols, 1, cols);
  if (matrix !== x) matrix.dispose();
  return out;
}
