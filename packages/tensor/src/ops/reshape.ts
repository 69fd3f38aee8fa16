import { type DType, ShapeError, typeError } from '@ostinato/base';
import { checkShape, resolveAxes, resolveAxis, type Shape, sizeOf, withSize } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { checkTensor, viewTensor } from './make.ts';

/** The same elements in another shape, a view; one size may be -1 and follows from the others. @throws ShapeError */
export function reshape<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  checkTensor('reshape', 'x', x);
  if (!Array.isArray(shape)) throw typeError('reshape', 'shape', 'an array of sizes', shape);
  const open = shape.indexOf(-1);
  if (open !== shape.lastIndexOf(-1))
    throw new ShapeError(`reshape: only one size may be -1, got [${shape}] for ${x.size} elements.`);
  const known = open < 0 ? 1 : sizeOf(withSize(shape, open, 1));
  const target = open < 0 ? shape : withSize(shape, open, x.size / (known || 1));
  if (sizeOf(target) !== x.size || target.some((size) => !Number.isInteger(size))) {
    throw new ShapeError(`reshape: [${x.shape}] has ${x.size} elements, which do not fit [${shape}].`);
  }
  const { shape: before } = x;
  return differentiable('reshape', [x], viewTensor(x, checkShape('reshape', target)), [], [(g) => reshape(g, before)]);
}

/** Without the axes of size 1, or without those named. @throws ShapeError when a named one has another size */
export function squeeze<D extends DType>(x: Tensor<D>, axes?: number | readonly number[]): Tensor<D> {
  checkTensor('squeeze', 'x', x);
  const named = resolveAxes('squeeze', axes, x.rank);
  const wrong = axes === undefined ? undefined : named.find((axis) => x.shape[axis] !== 1);
  if (wrong !== undefined)
    throw new ShapeError(`squeeze: axis ${wrong} of [${x.shape}] has size ${x.shape[wrong]}, not 1.`);
  return reshape(
    x,
    x.shape.filter((size, axis) => !(size === 1 && named.includes(axis))),
  );
}

/** With a new axis of size 1 at `axis` of the result. @throws AxisError */
export function unsqueeze<D extends DType>(x: Tensor<D>, axis: number): Tensor<D> {
  checkTensor('unsqueeze', 'x', x);
  const at = resolveAxis('unsqueeze', axis, x.rank + 1);
  return reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
}

/** Axes `start` to `end` (both included) as one. Default: all axes. */
export function flatten<D extends DType>(x: Tensor<D>, start = 0, end = -1): Tensor<D> {
  checkTensor('flatten', 'x', x);
  const [first, last] = [resolveAxis('flatten', start, x.rank, 'start'), resolveAxis('flatten', end, x.rank, 'end')];
  if (x.rank === 0) return reshape(x, [1]);
  const merged = sizeOf(x.shape.slice(first, last + 1));
  return reshape(x, [...x.shape.slice(0, first), merged, ...x.shape.slice(last + 1)]);
}
