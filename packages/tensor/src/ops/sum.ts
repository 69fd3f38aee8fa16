import { checkFlags, checkOptions } from '@ostinato/base';
import { resolveAxes, sameShape, type Shape, sizeAt, sizeOf } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { broadcastTo } from './broadcast-to.ts';
import { checkTensor, makeTensor } from './make.ts';
import { permute } from './permute.ts';
import { reshape } from './reshape.ts';

type Floats = Tensor<'float32'>;

/** Options of reductions. */
export interface ReductionOptions {
  /** Whether reduced axes stay with size 1. Default `false`. */
  readonly keepDims?: boolean;
}

/** Checks the options of a reduction and returns the only one. @throws ArgumentError */
export function checkKeepDims(where: string, options: ReductionOptions): boolean {
  checkOptions(where, options, ['keepDims']);
  checkFlags(where, { keepDims: options.keepDims });
  return options.keepDims ?? false;
}

/** The shape after a reduction, with the reduced axes as size 1 or without them. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  const reduced: number[] = [];
  for (let axis = 0; axis < shape.length; axis++) {
    if (!axes.includes(axis)) reduced.push(shape[axis]!);
    else if (keepDims) reduced.push(1);
  }
  return reduced;
}

/** `x` with `axes` moved to the end, as rows and columns to reduce. */
export function axesLast(x: Floats, axes: readonly number[]): { matrix: Floats; rows: number; cols: number } {
  const others = Array.from({ length: x.rank }, (_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...others, ...axes];
  const matrix = order.every((axis, i) => axis === i) ? x : permute(x, order);
  return {
    matrix,
    rows: sizeOf(others.map((axis) => x.shape[axis]!)),
    cols: sizeOf(axes.map((axis) => x.shape[axis]!)),
  };
}

/** Sums over leading axes run down the columns, all others along rows. */
function run(x: Floats, axes: readonly number[], shape: Shape): Floats {
  const out = makeTensor(x.backend, shape, 'float32');
  const { kernels } = x.backend;
  if (axes.length < x.rank && axes.every((axis, i) => axis === i)) {
    const cols = sizeOf(x.shape.slice(axes.length));
    kernels.columnSum(out.storage(), x.storage(), sizeOf(x.shape.slice(0, axes.length)), cols, cols);
    return out;
  }
  const { matrix, rows, cols } = axesLast(x, axes);
  kernels['reduce.sum'](out.storage(), matrix.storage(), rows, cols, 1, cols);
  if (matrix !== x) matrix.dispose();
  return out;
}

/** Sum over axes (default: all). @throws AxisError, DTypeError */
export function sum(x: Floats, axes?: number | readonly number[], options: ReductionOptions = {}): Floats {
  const keepDims = checkKeepDims('sum', options);
  checkTensor('sum', 'x', x, 'float32');
  const reduced = resolveAxes('sum', axes, x.rank);
  const { shape } = x;
  return differentiable(
    'sum',
    [x],
    run(x, reduced, reducedShape(shape, reduced, keepDims)),
    [],
    [
      (g) => broadcastTo(reshape(g, reducedShape(shape, reduced, true)), shape), // every element counts once
    ],
  );
}

/** Sums `x` down to a shape that broadcasts to it: the gradient of broadcasting. */
export function sumTo(x: Floats, shape: Shape): Floats {
  if (sameShape(x.shape, shape)) return x;
  const axes: number[] = [];
  for (let axis = 0; axis < x.rank; axis++) {
    const fromEnd = axis - x.rank;
    const isMissing = shape.length + fromEnd < 0;
    if (isMissing || (sizeAt(shape, fromEnd) === 1 && x.shape[axis] !== 1)) axes.push(axis);
  }
  return tidy(() => reshape(sum(x, axes), shape));
}
