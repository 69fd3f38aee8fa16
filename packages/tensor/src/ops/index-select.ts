import { type DType, IndexError, ShapeError } from '@ostinato/base';
import { resolveAxis, type Shape, sizeOf } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { backendOf, checkTensor, makeTensor } from './make.ts';
import { permute } from './permute.ts';

function outOfRange(where: string, value: unknown, position: number, limit: number): IndexError {
  return new IndexError(
    `${where}: index ${String(value)} at position ${position} is out of range; valid are 0 to ${limit - 1}.`,
  );
}

/**
 * Runs a kernel that goes by index and returns the position of a bad one, on a tensor that `make` makes and that is freed when one is out
 * of range. On opaque backends, whose kernels cannot tell, the host copy of the indices is looked at beforehand.
 */
export function byIndex<T extends Tensor>(
  where: string,
  { index, limit }: { readonly index: Tensor<'int32'>; readonly limit: number },
  make: () => T,
  run: (out: T) => number,
): T {
  const known = index.hostCopy();
  const first = known?.findIndex((at) => at < 0 || at >= limit) ?? -1;
  if (first >= 0) throw outOfRange(where, known![first], first, limit);
  const out = make();
  try {
    const position = run(out);
    if (position < 0) return out;
    throw outOfRange(where, index.dataSync()[position], position, limit);
  } catch (error) {
    out.dispose();
    throw error;
  }
}

/**
 * Slices of `x` by position along an axis (default: the first): `x [n, ...]` and `index [...]` to `[...index, ...rest]`,
 * what an embedding does.
 * @throws IndexError naming the index, its position and the valid range; AxisError, DTypeError
 */
export function indexSelect<D extends DType>(x: Tensor<D>, index: Tensor<'int32'>, axis = 0): Tensor<D> {
  checkTensor('indexSelect', 'x', x);
  checkTensor('indexSelect', 'index', index, 'int32');
  if (x.rank === 0) throw new ShapeError('indexSelect: a scalar has nothing to select from.');
  const at = resolveAxis('indexSelect', axis, x.rank);
  if (at === 0) return selectRows(x, index);
  return tidy(() => moveAxes(selectRows(moveAxes(x, at, 1, 0), index), 0, index.rank, at));
}

/** `count` neighboring axes that start at `from` moved so that they start at `to`. */
export function moveAxes<D extends DType>(x: Tensor<D>, from: number, count: number, to: number): Tensor<D> {
  const order = [...x.shape.keys()];
  order.splice(to, 0, ...order.splice(from, count));
  return permute(x, order);
}

function selectRows<D extends DType>(table: Tensor<D>, index: Tensor<'int32'>): Tensor<D> {
  const backend = backendOf('indexSelect', table, index);
  const [count, ...rest] = table.shape as [number, ...number[]];
  const cols = sizeOf(rest);
  const gather = backend.kernels[`gatherRows.${table.dtype as DType}`];
  const out = byIndex(
    'indexSelect',
    { index, limit: count },
    () => makeTensor(backend, [...index.shape, ...rest], table.dtype),
    (made) => gather(made.storage(), table.storage(), index.storage(), index.size, cols, count, cols, cols),
  );
  return differentiable(
    'indexSelect',
    [table],
    out,
    [index],
    [
      (g, [at]) => scatterRows(g, at, table.shape), // each row of the table receives the gradients of its uses
    ],
  );
}

/** A tensor of `shape [n, ...]` whose row `index[i]` sums all rows `i` of `x`; 0 where none is. @throws IndexError */
export function scatterRows(
  x: Tensor<'float32'>,
  index: Tensor<'int32'>,
  shape: Shape,
  where = 'scatterRows',
): Tensor<'float32'> {
  const backend = backendOf(where, x, index);
  const cols = sizeOf(shape.slice(1));
  const [limit] = shape as [number, ...number[]];
  const scatter = backend.kernels.scatterRows;
  const out = byIndex(
    where,
    { index, limit },
    () => makeTensor(backend, shape, 'float32'),
    (made) => scatter(made.storage(), x.storage(), index.storage(), index.size, cols, limit, cols),
  );
  return differentiable('scatterRows', [x], out, [index], [(g, [at]) => indexSelect(g, at)]);
}
