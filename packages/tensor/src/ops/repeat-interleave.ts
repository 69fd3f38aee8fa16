import { checkInteger, type DType, ShapeError } from '@ostinato/base';
import { resolveAxis, type Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { broadcastTo } from './broadcast-to.ts';
import { checkTensor } from './make.ts';
import { reshape } from './reshape.ts';

/** Each element along an axis repeated `repeats` times beside itself: `[a, b]` twice is `[a, a, b, b]`. @throws AxisError, ArgumentError */
export function repeatInterleave<D extends DType>(x: Tensor<D>, repeats: number, axis: number): Tensor<D> {
  checkTensor('repeatInterleave', 'x', x);
  checkInteger('repeatInterleave', 'repeats', repeats, { min: 0 });
  const at = resolveAxis('repeatInterleave', axis, x.rank);
  if (x.rank === 0) throw new ShapeError('repeatInterleave: a scalar has no axis; use tile.');
  const [before, size, after] = [x.shape.slice(0, at), x.shape[at]!, x.shape.slice(at + 1)];
  const withCopies = (copies: number): Shape => [...before, size, copies, ...after];
  return tidy(() =>
    reshape(broadcastTo(reshape(x, withCopies(1)), withCopies(repeats)), [...before, size * repeats, ...after]),
  );
}
