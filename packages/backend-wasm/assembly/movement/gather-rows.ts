import { moveBytes } from '../move';
import { firstBad } from './index-check';

/** `out[i] = table[index[i]]` for rows of `bytes` bytes; strides in bytes. */
function gatherRows(
  out: usize,
  table: usize,
  index: usize,
  rows: u32,
  bytes: usize,
  tableRows: u32,
  outStride: usize,
  tableStride: usize,
): i32 {
  const bad = firstBad(index, 1, rows, 0, tableRows);
  if (bad >= 0) return bad;
  for (let i: u32 = 0; i < rows; i++, out += outStride) {
    moveBytes(out, table + <usize>load<u32>(index + ((<usize>i) << 2)) * tableStride, bytes);
  }
  return -1;
}

export function gatherRows_float32(
  out: usize,
  table: usize,
  index: usize,
  rows: u32,
  cols: u32,
  tableRows: u32,
  outStride: u32,
  tableStride: u32,
): i32 {
  return gatherRows(
    out,
    table,
    index,
    rows,
    (<usize>cols) << 2,
    tableRows,
    (<usize>outStride) << 2,
    (<usize>tableStride) << 2,
  );
}

export function gatherRows_int32(
  out: usize,
  table: usize,
  index: usize,
  rows: u32,
  cols: u32,
  tableRows: u32,
  outStride: u32,
  tableStride: u32,
): i32 {
  return gatherRows(
    out,
    table,
    index,
    rows,
    (<usize>cols) << 2,
    tableRows,
    (<usize>outStride) << 2,
    (<usize>tableStride) << 2,
  );
}

export function gatherRows_bool(
  out: usize,
  table: usize,
  index: usize,
  rows: u32,
  cols: u32,
  tableRows: u32,
  outStride: u32,
  tableStride: u32,
): i32 {
  return gatherRows(out, table, index, rows, cols, tableRows, outStride, tableStride);
}
