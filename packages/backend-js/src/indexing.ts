import type { DType } from '@ostinato/base';
import type { JsStorage } from './storage.ts';
import { viewOf } from './views.ts';

/** The first position of `index` that is not in [0, limit), or -1. */
function firstBad(index: Int32Array, rows: number, cols: number, stride: number, limit: number): number {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = index[i * stride + j]!;
      if (at < 0 || at >= limit) return i * cols + j;
    }
  }
  return -1;
}

function gatherRows(dtype: DType) {
  const view = viewOf(dtype);
  return (
    out: JsStorage,
    table: JsStorage,
    index: JsStorage,
    rows: number,
    cols: number,
    tableRows: number,
    outStride: number,
    tableStride: number,
  ): number => {
    const [result, source, at] = [view(out), view(table), index.ints];
    const bad = firstBad(at, rows, 1, 1, tableRows);
    if (bad >= 0) return bad;
    for (let i = 0; i < rows; i++) {
      const from = at[i]! * tableStride;
      result.set(source.subarray(from, from + cols), i * outStride);
    }
    return -1;
  };
}

function scatterRows(
  out: JsStorage,
  x: JsStorage,
  index: JsStorage,
  rows: number,
  cols: number,
  tableRows: number,
  xStride: number,
): number {
  const [result, operand, at] = [out.floats, x.floats, index.ints];
  const bad = firstBad(at, rows, 1, 1, tableRows);
  if (bad >= 0) return bad;
  result.fill(0, 0, tableRows * cols);
  for (let i = 0; i < rows; i++) {
    const to = at[i]! * cols;
    for (let j = 0; j < cols; j++) result[to + j] = result[to + j]! + operand[i * xStride + j]!;
  }
  return -1;
}

function gatherColumns(dtype: DType) {
  const view = viewOf(dtype);
  return (
    out: JsStorage,
    x: JsStorage,
    index: JsStorage,
    rows: number,
    cols: number,
    width: number,
    outStride: number,
    xStride: number,
    indexStride: number,
  ): number => {
    const [result, operand, at] = [view(out), view(x), index.ints];
    const bad = firstBad(at, rows, cols, indexStride, width);
    if (bad >= 0) return bad;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++) result[i * outStride + j] = operand[i * xStride + at[i * indexStride + j]!]!;
    }
    return -1;
  };
}

function scatterColumns(
  out: JsStorage,
  x: JsStorage,
  index: JsStorage,
  rows: number,
  cols: number,
  width: number,
  outStride: number,
  xStride: number,
  indexStride: number,
): number {
  const [result, operand, at] = [out.floats, x.floats, index.ints];
  const bad = firstBad(at, rows, cols, indexStride, width);
  if (bad >= 0) return bad;
  for (let i = 0; i < rows; i++) {
    result.fill(0, i * outStride, i * outStride + width);
    for (let j = 0; j < cols; j++) {
      const to = i * outStride + at[i * indexStride + j]!;
      result[to] = result[to]! + operand[i * xStride + j]!;
    }
  }
  return -1;
}

/** The kernels that go by index. */
export const indexing = {
  'gatherRows.float32': gatherRows('float32'),
  'gatherRows.int32': gatherRows('int32'),
  'gatherRows.bool': gatherRows('bool'),
  scatterRows: scatterRows,
  'gatherColumns.float32': gatherColumns('float32'),
  'gatherColumns.int32': gatherColumns('int32'),
  'gatherColumns.bool': gatherColumns('bool'),
  scatterColumns: scatterColumns,
};
