import { AxisError, type DType, typeError } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { checkTensor } from './make.ts';
import { contiguousStrides, strided } from './strided.ts';

/** Axes in another order: axis `i` of the result is axis `axes[i]` of `x`. @throws AxisError */
export function permute<D extends DType>(x: Tensor<D>, axes: readonly number[]): Tensor<D> {
  checkTensor('permute', 'x', x);
  if (!Array.isArray(axes)) throw typeError('permute', 'axes', 'an array of axes', axes);
  const order = axes.map((axis, i) => resolveAxis('permute', axis, x.rank, `axes[${i}]`));
  if (order.length !== x.rank || new Set(order).size !== x.rank) {
    throw new AxisError(`permute: [${axes}] must name each of the ${x.rank} axes of [${x.shape}] once.`);
  }
  const own = contiguousStrides(x.shape);
  return strided('permute', x, {
    shape: order.map((axis) => x.shape[axis]!),
    strides: order.map((axis) => own[axis]!),
    offset: 0,
  });
}

/** Two axes exchanged; by default the last two. @throws AxisError */
export function transpose<D extends DType>(x: Tensor<D>, first = -2, second = -1): Tensor<D> {
  checkTensor('transpose', 'x', x);
  const [a, b] = [resolveAxis('transpose', first, x.rank, 'first'), resolveAxis('transpose', second, x.rank, 'second')];
  return permute(
    x,
    Array.from({ length: x.rank }, (_, axis) => (axis === a ? b : axis === b ? a : axis)),
  );
}
