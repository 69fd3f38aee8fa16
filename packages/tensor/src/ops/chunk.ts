import { checkInteger, type DType, ShapeError } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { split } from './concat.ts';
import { checkTensor } from './make.ts';

/**
 * At most `count` parts along an axis (default: the first): all of size `ceil(size / count)` but the last, which may be
 * smaller. `split` cuts into equal parts or given sizes.
 * @throws AxisError, ArgumentError
 */
export function chunk<D extends DType>(x: Tensor<D>, count: number, axis = 0): Tensor<D>[] {
  checkTensor('chunk', 'x', x);
  checkInteger('chunk', 'count', count, { min: 1 });
  const at = resolveAxis('chunk', axis, x.rank);
  if (x.rank === 0) throw new ShapeError('chunk: a scalar cannot be cut.');
  const size = x.shape[at]!;
  const part = Math.max(1, Math.ceil(size / count));
  const parts = Math.max(1, Math.ceil(size / part));
  return split(
    x,
    Array.from({ length: parts }, (_, i) => Math.min(part, size - i * part)),
    at,
  );
}
