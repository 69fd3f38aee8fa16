import { type DType, IndexError, ShapeError } from '@ostinato/base';
import { type Shape, sizeOf } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { backendOf, checkTensor, makeTensor } from './make.ts';

/** Throws for the first index that a kernel, or on opaque backends the host copy, finds out of range. */
export function checkIndices(where: string, index: Tensor<'int32'>, limit: number, reported: number): void {
  const { host } = index.block();
  const mine = host?.subarray(index.offset, index.offset + index.size);
  const position = mine === undefined ? reported : mine.findIndex((at) => at < 0 || at >= limit);
  if (position < 0) return;
  const value = mine?.[position] ?? index.dataSync()[position];
  throw new IndexError(`${where}: index ${value} at position ${position} is out of range; valid are 0 to ${limit - 1}.`);
}

/**
 * Rows of a table: `table [n, ...]` and `index [...]` to `[...index, ...rest of table]`; what an embedding does.
 * @throws IndexError naming the index, its position and the valid range; DTypeError
 */
export function indexSelect<D extends DType>(table: Tensor<D>, index: Tensor<'int32'>): Tensor<D> {
  checkTensor('indexSelect', 'table', table);
  checkTensor('indexSelect', 'index', index, 'int32');
  if (table.rank === 0) throw new ShapeError('indexSelect: a scalar has no rows.');
  const backend = backendOf('indexSelect', table, index);
  const [count, ...rest] = table.shape as [number, ...number[]];
  const cols = sizeOf(rest);
  const out = makeTensor(backend, [...index.shape, ...rest], table.dtype);
  const gather = backend.kernels[`gatherRows.${table.dtype as DType}`];
  const bad = gather(out.storage(), table.storage(), index.storage(), index.size, cols, count, cols, cols);
  try {
    checkIndices('indexSelect', index, count, bad);
  } catch (error) {
    out.dispose();
    throw error;
  }
  return differentiable('indexSelect', [table], out, [index], [
    (g, [at]) => scatterRows(g, at, table.shape), // each row of the table receives the gradients of its uses
  ]);
}

/** A tensor of `shape [n, ...]` whose row `index[i]` sums all rows `i` of `x`; 0 where none is. */
export function scatterRows(x: Tensor<'float32'>, index: Tensor<'int32'>, shape: Shape): Tensor<'float32'> {
  const backend = backendOf('scatterRows', x, index);
  const cols = sizeOf(shape.slice(1));
  const out = makeTensor(backend, shape, 'float32');
  backend.kernels.scatterRows(out.storage(), x.storage(), index.storage(), index.size, cols, shape[0]!, cols);
  return differentiable('scatterRows', [x], out, [index], [(g, [at]) => indexSelect(g, at)]);
}
