import { ShapeError } from '@ostinato/base';
import { resolveAxis, withSize } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { add } from './binary.ts';
import { moveAxes, scatterRows } from './index-select.ts';
import { checkTensor } from './make.ts';

type Floats = Tensor<'float32'>;

/**
 * `x` with slice `i` of `source` added to its slice `index[i]` along an axis (default: the first); `index [n]`, `source` is
 * `x` with `n` slices there.
 * @throws ShapeError, IndexError, AxisError, DTypeError
 */
export function indexAdd(x: Floats, index: Tensor<'int32'>, source: Floats, axis = 0): Floats {
  checkTensor('indexAdd', 'x', x, 'float32');
  checkTensor('indexAdd', 'index', index, 'int32');
  checkTensor('indexAdd', 'source', source, 'float32');
  const at = resolveAxis('indexAdd', axis, x.rank);
  const expected = withSize(x.shape, at, index.size);
  if (x.rank === 0 || index.rank !== 1 || source.shape.join() !== expected.join()) {
    throw new ShapeError(
      `indexAdd: x [${x.shape}] and index [${index.shape}] need a source of [${expected}], got [${source.shape}].`,
    );
  }
  return tidy(() => {
    if (at === 0) return add(x, scatterRows(source, index, x.shape, 'indexAdd'));
    const rows = moveAxes(x, at, 1, 0);
    return moveAxes(add(rows, scatterRows(moveAxes(source, at, 1, 0), index, rows.shape, 'indexAdd')), 0, 1, at);
  });
}
