import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';

/**
 * The first position whose index is not below `limit`, where the host shares the memory of the indices; else -1. Elsewhere it would have to wait
 * for a device: the host copy is checked before the kernel is called.
 */
function firstBad(t: TfjsOps, index: Box, limit: number): number {
  return t.view?.(t.of(index, [index.count]))?.findIndex((at) => at < 0 || at >= limit) ?? -1;
}

/** Rows of `x` by index. GatherV2 of wasm copies the indices out of its memory to check them. */
export function take(t: TfjsOps, x: TensorInfo, indices: TensorInfo): TensorInfo {
  if (t.name !== 'wasm') return t.run('GatherV2', { x, indices }, { axis: 0, batchDims: 0 });
  return t.run('GatherNd', { params: x, indices: { ...indices, shape: [...indices.shape, 1] } });
}

const gatherRows =
  (t: TfjsOps) =>
  (out: Box, table: Box, index: Box, rows: number, cols: number, tableRows: number): number => {
    const bad = firstBad(t, index, tableRows);
    if (bad < 0) t.write(out, () => take(t, t.of(table, [tableRows, cols]), t.of(index, [rows])));
    return bad;
  };

/** Sums rows of `updates` into `rows` rows of zeros. */
export const put = (t: TfjsOps, updates: TensorInfo, indices: TensorInfo, rows: number): TensorInfo =>
  t.run(
    'ScatterNd',
    { indices: { ...indices, shape: [updates.shape[0]!, 1] }, updates },
    { shape: [rows, ...updates.shape.slice(1)] },
  );

const scatterRows =
  (t: TfjsOps) =>
  (out: Box, x: Box, index: Box, rows: number, cols: number, tableRows: number): number => {
    const bad = firstBad(t, index, tableRows);
    if (bad >= 0) return bad;
    t.write(out, () => {
      if (rows === 0) return t.run('Fill', {}, { shape: [tableRows, cols], value: 0, dtype: 'float32' });
      return put(t, t.of(x, [rows, cols]), t.of(index, [rows]), tableRows);
    });
    return bad;
  };

/** Positions `i width + index[i, j]` in the rows one after another. */
function flat(t: TfjsOps, index: Box, rows: number, cols: number, width: number, indexStride: number): TensorInfo {
  const starts = Int32Array.from({ length: rows }, (_, i) => i * width);
  const a = t.of(index, [indexStride === 0 ? 1 : rows, cols]);
  return { ...t.run('Add', { a, b: t.upload(starts, 'int32', [rows, 1]) }), shape: [rows * cols] };
}

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
  ): number => {
    const bad = firstBad(t, index, width);
    if (bad >= 0) return bad;
    t.write(out, () => {
      const given = xStride === 0 ? 1 : rows;
      const at = flat(t, index, rows, cols, xStride === 0 ? 0 : width, indexStride);
      return take(t, t.of(x, [given * width]), at);
    });
    return bad;
  };

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
  ): number => {
    const bad = firstBad(t, index, width);
    if (bad >= 0) return bad;
    t.write(out, () => {
      if (cols === 0) return t.run('Fill', {}, { shape: [rows, width], value: 0, dtype: 'float32' });
      const given = t.of(x, [xStride === 0 ? 1 : rows, cols]);
      const all = xStride === 0 && rows > 1 ? t.run('Tile', { x: given }, { reps: [rows, 1] }) : given;
      return put(t, { ...all, shape: [rows * cols] }, flat(t, index, rows, cols, width, indexStride), rows * width);
    });
    return bad;
  };

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
