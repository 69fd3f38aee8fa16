import { checkInteger, type DType, ShapeError } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { concat } from './concat.ts';
import { checkTensor } from './make.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';

/** Elements moved `shift` places along an axis; what leaves one end enters at the other. Without an axis the flattened tensor is rolled. @throws AxisError */
export function roll<D extends DType>(x: Tensor<D>, shift: number, axis?: number): Tensor<D> {
  checkTensor('roll', 'x', x);
  checkInteger('roll', 'shift', shift);
  if (axis === undefined) return tidy(() => reshape(roll(reshape(x, [-1]), shift, 0), x.shape));
  const at = resolveAxis('roll', axis, x.rank);
  if (x.rank === 0) throw new ShapeError('roll: a scalar has no axis to roll.');
  const size = x.shape[at]!;
  const cut = size === 0 ? 0 : ((-shift % size) + size) % size;
  return tidy(() => concat([slice(x, at, cut), slice(x, at, 0, cut)], at));
}
