import { type DType, IndexError, ShapeError } from '@ostinato/base';
import { resolveAxis, type Shape, sizeOf } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { backendOf, checkTensor, makeTensor } from './make.ts';
import { permute } from './permute.ts';

/** Throws for the first index that a kernel, or on opaque backends the host copy, finds out of range. */
function checkIndices(where: string, index: Tensor<'int32'>, limit: number, reported: number): void {
  const mine = index.hostCopy();
  const position = mine === undefined ? reported : mine.findIndex((at) => at < 0 || at >= limit);
  if (position < 0) return;
  const value = mine?.[position] ?? index.dataSync()[position];
  throw new IndexError(
    `${where}: index ${value} at position ${position} is out of range; valid are 0 to ${limit - 1}.`,
  );
}

/** Checks the indices of an op that just ran; frees its result when one is out of range. */
export function keepIfValid<T extends Tensor>(
  where: string,
  out: T,
  index: Tensor<'int32'>,
  limit: number,
  reported: number,
): T {
  try {
    checkIndices(where, index, limit, reported);
  } catch (error) {
    out.dispose();
    throw error;
  }
  return out;
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
  const out = makeTensor(backend, [...index.shape, ...rest], table.dtype);
  const gather = backend.kernels[`gatherRows.${table.dtype as DType}`];
  const bad = gather(out.storage(), table.storage(), index.storage(), index.size, cols, count, cols, cols);
  return differentiable(
    'indexSelect',
    [table],
    keepIfValid('indexSelect', out, index, count, bad),
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
  const out = makeTensor(backend, shape, 'float32');
  const bad = backend.kernels.scatterRows(
    out.storage(),
    x.storage(),
    index.storage(),
    index.size,
    cols,
    shape[0]!,
    cols,
  );
  return differentiable(
    'scatterRows',
    [x],
    keepIfValid(where, out, index, shape[0]!, bad),
    [index],
    [(g, [at]) => indexSelect(g, at)],
  );
}
