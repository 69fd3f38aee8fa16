import { ShapeError } from '@ostinato/base';
import { resolveAxis, sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { add } from './binary.ts';
import { checkTensor } from './make.ts';
import { transpose } from './permute.ts';
import { scatterColumns } from './take-along-axis.ts';

type Floats = Tensor<'float32'>;

/**
 * `x` with each element of `source` added where `index` says along an axis (default: the last): `out[i, index[i, j]] +=
 * source[i, j]`. `index` has the shape of `source`, and the sizes of `x` in every other axis.
 * @throws ShapeError, IndexError, AxisError, DTypeError
 */
export function scatterAdd(x: Floats, index: Tensor<'int32'>, source: Floats, axis = -1): Floats {
  checkTensor('scatterAdd', 'x', x, 'float32');
  checkTensor('scatterAdd', 'index', index, 'int32');
  checkTensor('scatterAdd', 'source', source, 'float32');
  const at = resolveAxis('scatterAdd', axis, x.rank);
  if (x.rank === 0 || index.rank !== x.rank || index.shape.some((size, i) => i !== at && size !== x.shape[i])) {
    throw new ShapeError(`scatterAdd: index [${index.shape}] must equal x [${x.shape}] in every axis but ${at}.`);
  }
  if (!sameShape(index.shape, source.shape)) {
    throw new ShapeError(`scatterAdd: index [${index.shape}] and source [${source.shape}] must have the same shape.`);
  }
  return tidy(() => {
    if (at === x.rank - 1) return add(x, scatterColumns(source, index, x.shape, 'scatterAdd'));
    const turned = transpose(x, at, -1);
    const added = scatterColumns(transpose(source, at, -1), transpose(index, at, -1), turned.shape, 'scatterAdd');
    return transpose(add(turned, added), at, -1);
  });
}
