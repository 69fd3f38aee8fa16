import { type DType, ShapeError } from '@ostinato/base';
import { resolveAxis, type Shape, sizeOf } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { byIndex } from './index-select.ts';
import { backendOf, checkTensor, makeTensor } from './make.ts';
import { transpose } from './permute.ts';
import { reshape } from './reshape.ts';

/**
 * Elements by position along an axis, torch's `gather`: `out[i, j] = x[i, index[i, j]]` for the last one. All other axes of `index` must
 * have the sizes of `x`.
 * @throws ShapeError, IndexError, AxisError, DTypeError
 */
export function takeAlongAxis<D extends DType>(x: Tensor<D>, index: Tensor<'int32'>, axis = -1): Tensor<D> {
  checkTensor('takeAlongAxis', 'x', x);
  checkTensor('takeAlongAxis', 'index', index, 'int32');
  const at = resolveAxis('takeAlongAxis', axis, x.rank);
  if (index.rank !== x.rank || index.shape.some((size, i) => i !== at && size !== x.shape[i])) {
    throw new ShapeError(`takeAlongAxis: index [${index.shape}] must equal x [${x.shape}] in every axis but ${at}.`);
  }
  if (x.rank === 0) return tidy(() => reshape(takeColumns(reshape(x, [1]), reshape(index, [1])), []));
  if (at === x.rank - 1) return takeColumns(x, index);
  return tidy(() => transpose(takeColumns(transpose(x, at, -1), transpose(index, at, -1)), at, -1));
}

function takeColumns<D extends DType>(x: Tensor<D>, index: Tensor<'int32'>): Tensor<D> {
  const backend = backendOf('takeAlongAxis', x, index);
  const [cols, width] = [index.shape.at(-1)!, x.shape.at(-1)!];
  const rows = cols === 0 ? 0 : index.size / cols;
  const gather = backend.kernels[`gatherColumns.${x.dtype as DType}`];
  const out = byIndex(
    'takeAlongAxis',
    { index, limit: width },
    () => makeTensor(backend, index.shape, x.dtype),
    (made) => gather(made.storage(), x.storage(), index.storage(), rows, cols, width, cols, width, cols),
  );
  return differentiable(
    'takeAlongAxis',
    [x],
    out,
    [index],
    [
      (g, [at]) => scatterColumns(g, at, x.shape), // each element receives the gradients of its uses
    ],
  );
}

/** A tensor of `shape` whose element `[i, index[i, j]]` sums `x[i, j]`; 0 where none is. @throws IndexError */
export function scatterColumns(
  x: Tensor<'float32'>,
  index: Tensor<'int32'>,
  shape: Shape,
  where = 'scatterColumns',
): Tensor<'float32'> {
  const backend = backendOf(where, x, index);
  const [cols, width] = [index.shape.at(-1)!, shape.at(-1)!];
  const rows = width === 0 ? 0 : sizeOf(shape) / width;
  const scatter = backend.kernels.scatterColumns;
  const out = byIndex(
    where,
    { index, limit: width },
    () => makeTensor(backend, shape, 'float32'),
    (made) => scatter(made.storage(), x.storage(), index.storage(), rows, cols, width, width, cols, cols),
  );
  return differentiable('scatterColumns', [x], out, [index], [(g, [at]) => takeColumns(g, at)]);
}
