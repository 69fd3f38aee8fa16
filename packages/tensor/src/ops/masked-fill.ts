import { type DType, ShapeError, typeError } from '@ostinato/base';
import { broadcastShapes, sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { checkTensor } from './make.ts';
import { where } from './where.ts';

/** `value` where `mask` is true, `x` elsewhere; the mask broadcasts. No gradient passes where it is true. @throws ShapeError */
export function maskedFill<D extends DType>(x: Tensor<D>, mask: Tensor<'bool'>, value: number): Tensor<D> {
  checkTensor('maskedFill', 'x', x);
  checkTensor('maskedFill', 'mask', mask, 'bool');
  if (typeof value !== 'number') throw typeError('maskedFill', 'value', 'a number', value);
  if (!sameShape(broadcastShapes('maskedFill', x.shape, mask.shape), x.shape)) {
    throw new ShapeError(`maskedFill: mask [${mask.shape}] must broadcast to x [${x.shape}], not the other way round.`);
  }
  return tidy(() => where<D>(mask, value, x));
}
