import { firstBad } from './index-check';

/** `out[i, j] = x[i, index[i, j]]`. */
// @ts-ignore: decorator
@inline
function gatherColumns<T>(
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
    const o = out + <usize>(i * outStride) * sizeof<T>();
    const p = x + <usize>(i * xStride) * sizeof<T>();
    const at = index + (<usize>(i * indexStride) << 2);
    for (let j: u32 = 0; j < cols; j++) {
      store<T>(o + <usize>j * sizeof<T>(), load<T>(p + <usize>load<u32>(at + (<usize>j << 2)) * sizeof<T>()));
    }
  }
  return -1;
}

export function gatherColumns_float32(
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
  return gatherColumns<u32>(out, x, index, rows, cols, width, outStride, xStride, indexStride);
}

export function gatherColumns_int32(
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
  return gatherColumns<u32>(out, x, index, rows, cols, width, outStride, xStride, indexStride);
}

export function gatherColumns_bool(
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
  return gatherColumns<u8>(out, x, index, rows, cols, width, outStride, xStride, indexStride);
}
