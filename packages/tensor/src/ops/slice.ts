import { checkInteger, type DType, ShapeError } from '@ostinato/base';
import { resolveAxes, resolveAxis, sizeOf, withSize } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { checkTensor } from './make.ts';
import { contiguousStrides, strided } from './strided.ts';

/**
 * Elements `start` to `end` (excluded) along one axis, every `step`-th. Negative positions count from the end; positions
 * beyond either end are cut to it. A negative step walks backward from `start`. Defaults: the whole axis, step 1.
 * @throws AxisError, ArgumentError when step is 0
 */
export function slice<D extends DType>(x: Tensor<D>, axis: number, start?: number, end?: number, step = 1): Tensor<D> {
  checkTensor('slice', 'x', x);
  const at = resolveAxis('slice', axis, x.rank);
  if (x.rank === 0) throw new ShapeError('slice: a scalar cannot be sliced.');
  checkInteger('slice', 'step', step);
  if (step === 0) checkInteger('slice', 'step', step, { min: 1 });
  const size = x.shape[at]!;
  const [from, count] = range(size, start, end, step);
  const strides = contiguousStrides(x.shape);
  return strided('slice', x, {
    shape: withSize(x.shape, at, count),
    strides: withSize(strides, at, strides[at]! * step),
    offset: count === 0 ? 0 : from * strides[at]!,
  });
}

/** First position and number of positions of a slice, as in Python. */
function range(size: number, start: number | undefined, end: number | undefined, step: number): [number, number] {
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const place = (name: string, position: number): number => {
    checkInteger('slice', name, position);
    return Math.min(Math.max(position < 0 ? position + size : position, low), high);
  };
  const from = start === undefined ? (step > 0 ? low : high) : place('start', start);
  const to = end === undefined ? (step > 0 ? high : low) : place('end', end);
  return [from, Math.max(0, Math.ceil((to - from) / step))];
}

/** The axes named (default: all) in reverse order. @throws AxisError */
export function flip<D extends DType>(x: Tensor<D>, axes?: number | readonly number[]): Tensor<D> {
  checkTensor('flip', 'x', x);
  const turned = resolveAxes('flip', axes, x.rank);
  const strides = contiguousStrides(x.shape);
  const offset =
    sizeOf(x.shape) === 0 ? 0 : turned.reduce((sum, axis) => sum + (x.shape[axis]! - 1) * strides[axis]!, 0);
  return strided('flip', x, {
    shape: x.shape,
    strides: strides.map((stride, axis) => (turned.includes(axis) ? -stride : stride)),
    offset,
  });
}
