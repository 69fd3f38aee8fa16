import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { repeated } from './select.ts';

/**
 * The first position whose index is not below `limit`, where the host shares the memory of the indices; else -1. Elsewhere it would have to wait
 * for a device: the host copy is checked before the kernel is called.
 */
function firstBad(t: TfjsOps, index: Box, limit: number): number {
  return t.view?.(t.of(index, [index.count]))?.findIndex((at) => at < 0 || at >= limit) ?? -1;
}

/** Runs a kernel unless an index is not below `limit`. Gives the position of the first such, else -1. */
function byIndex(t: TfjsOps, index: Box, limit: number, run: () => void): number {
  const bad = firstBad(t, index, limit);
  if (bad < 0) run();
  return bad;
}

/** Rows of `x` by index. GatherV2 of wasm copies the indices out of its memory to check them. */
export function take(t: TfjsOps, x: TensorInfo, indices: TensorInfo): TensorInfo {
  if (t.name !== 'wasm') return t.run('GatherV2', { x, indices }, { axis: 0, batchDims: 0 });
  return t.run('GatherNd', { params: x, indices: { ...indices, shape: [...indices.shape, 1] } });
}

const gatherRows =
  (t: TfjsOps) =>
  (out: Box, table: Box, index: Box, rows: number, cols: number, tableRows: number): number =>
    byIndex(t, index, tableRows, () =>
      t.write(out, () => take(t, t.of(table, [tableRows, cols]), t.of(index, [rows]))),
    );

/** Sums rows of `updates` into `rows` rows of zeros. */
export const put = (t: TfjsOps, updates: TensorInfo, indices: TensorInfo, rows: number): TensorInfo =>
  t.run(
    'ScatterNd',
    { indices: { ...indices, shape: [updates.shape[0]!, 1] }, updates },
    { shape: [rows, ...updates.shape.slice(1)] },
  );

const scatterRows =
  (t: TfjsOps) =>
  (out: Box, x: Box, index: Box, rows: number, cols: number, tableRows: number): number =>
    byIndex(t, index, tableRows, () =>
      t.write(out, () => {
        if (rows === 0) return t.run('Fill', {}, { shape: [tableRows, cols], value: 0, dtype: 'float32' });
        return put(t, t.of(x, [rows, cols]), t.of(index, [rows]), tableRows);
      }),
    );

/** Positions `i width + index[i, j]` in rows one after another; `index` is `[rows, cols]`, or `[1, cols]` for all rows. */
export function positions(t: TfjsOps, index: TensorInfo, rows: number, width: number): TensorInfo {
  const starts = Int32Array.from({ length: rows }, (_, i) => i * width);
  const at = t.run('Add', { a: index, b: t.upload(starts, 'int32', [rows, 1]) });
  return { ...at, shape: [rows * index.shape[1]!] };
}

/** Rows of an operand, one where its stride is 0: the same for all. */
const rowsOf = (rows: number, stride: number): number => (stride === 0 ? 1 : rows);

const gatherColumns =
  (t: TfjsOps) =>
  (
    out: Box,
    x: Box,
    index: Box,
    rows: number,
    cols: number,
    width: number,
    _: number,
    xStride: number,
    indexStride: number,
  ): number =>
    byIndex(t, index, width, () =>
      t.write(out, () => {
        const at = positions(t, t.of(index, [rowsOf(rows, indexStride), cols]), rows, xStride === 0 ? 0 : width);
        return take(t, t.of(x, [rowsOf(rows, xStride) * width]), at);
      }),
    );

const scatterColumns =
  (t: TfjsOps) =>
  (
    out: Box,
    x: Box,
    index: Box,
    rows: number,
    cols: number,
    width: number,
    _: number,
    xStride: number,
    indexStride: number,
  ): number =>
    byIndex(t, index, width, () =>
      t.write(out, () => {
        if (cols === 0) return t.run('Fill', {}, { shape: [rows, width], value: 0, dtype: 'float32' });
        const updates = repeated(t, t.of(x, [rowsOf(rows, xStride), cols]), [rows, cols]);
        const at = positions(t, t.of(index, [rowsOf(rows, indexStride), cols]), rows, width);
        return put(t, { ...updates, shape: [rows * cols] }, at, rows * width);
      }),
    );

/** The kernels that go by index. */
export const indexing = (t: TfjsOps) => ({
  'gatherRows.float32': gatherRows(t),
  'gatherRows.int32': gatherRows(t),
  'gatherRows.bool': gatherRows(t),
  scatterRows: scatterRows(t),
  'gatherColumns.float32': gatherColumns(t),
  'gatherColumns.int32': gatherColumns(t),
  'gatherColumns.bool': gatherColumns(t),
  scatterColumns: scatterColumns(t),
});
