import { addWords, fillWords } from '../move';
import { firstBad } from './index-check';

/** `out [tableRows, cols]` is zero, then `out[index[i]]` sums row `i` of `x`. */
export function scatterRows(
  out: usize,
  x: usize,
  index: usize,
  rows: u32,
  cols: u32,
  tableRows: u32,
  xStride: u32,
): i32 {
  const bad = firstBad(index, 1, rows, 0, tableRows);
  if (bad >= 0) return bad;
  memory.fill(out, 0, (<usize>(tableRows * cols)) << 2);
  for (let i: u32 = 0; i < rows; i++) {
    const to = load<u32>(index + ((<usize>i) << 2)) * cols;
    addWords(out + ((<usize>to) << 2), x + ((<usize>(i * xStride)) << 2), cols);
  }
  return -1;
}

/** `out [rows, width]` is zero, then `out[i, index[i, j]]` sums `x[i, j]`. */
export function scatterColumns(
  out: usize,
  x: usize,
  index: usize,
  rows: u32,
  cols: u32,
  width: u32,
  outStride: u32,
  xStride: u32,
  indexStride: u32,
): i32 {
  const bad = firstBad(index, rows, cols, indexStride, width);
  if (bad >= 0) return bad;
  for (let i: u32 = 0; i < rows; i++) {
    const o = out + ((<usize>(i * outStride)) << 2);
    const p = x + ((<usize>(i * xStride)) << 2);
    const at = index + ((<usize>(i * indexStride)) << 2);
    fillWords(o, width, 0);
    for (let j: u32 = 0; j < cols; j++) {
      const to = o + ((<usize>load<u32>(at + ((<usize>j) << 2))) << 2);
      store<f32>(to, load<f32>(to) + load<f32>(p + ((<usize>j) << 2)));
    }
  }
  return -1;
}
