import { type DType, ShapeError } from '@ostinato/base';
import { broadcastShapes, checkShape, sameShape, type Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { checkTensor } from './make.ts';
import { contiguousStrides, strided } from './strided.ts';

/** `x` repeated along its axes of size 1 (and along new leading axes) up to `shape`. @throws ShapeError */
export function broadcastTo<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  checkTensor('broadcastTo', 'x', x);
  const target = checkShape('broadcastTo', shape);
  if (!sameShape(broadcastShapes('broadcastTo', x.shape, target), target)) {
    throw new ShapeError(`broadcastTo: [${x.shape}] cannot become [${target}].`);
  }
  const missing = target.length - x.shape.length;
  const own = contiguousStrides(x.shape);
  const strides = target.map((_, axis) => (axis < missing || x.shape[axis - missing] === 1 ? 0 : own[axis - missing]!));
  return strided('broadcastTo', x, { shape: target, strides, offset: 0 });
}
