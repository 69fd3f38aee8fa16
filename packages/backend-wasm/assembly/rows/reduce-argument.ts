import { largestOf, smallestOf } from './extreme';

/** Position of the first largest or smallest element of each row; the first NaN wins. */

/** Where `value` (NaN: the first NaN) first stands in a row; 0 in an empty row. */
function positionOf(value: f32, x: usize, cols: u32): u32 {
  const values = f32x4.splat(value);
  const isNumber = value == value;
  const whole = cols & ~3;
  for (let j: u32 = 0; j < whole; j += 4) {
    const four = v128.load(x + ((<usize>j) << 2));
    const found = isNumber ? f32x4.eq(four, values) : f32x4.ne(four, four);
    if (v128.any_true(found)) return j + ctz(i32x4.bitmask(found));
  }
  for (let j = whole; j < cols; j++) {
    const one = load<f32>(x + ((<usize>j) << 2));
    if (isNumber ? one == value : one != one) return j;
  }
  return 0;
}

export function reduceArgument_max(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    const row = x + ((<usize>(i * xStride)) << 2);
    store<u32>(out + ((<usize>(i * outStride)) << 2), positionOf(largestOf(row, cols), row, cols));
  }
}

export function reduceArgument_min(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    const row = x + ((<usize>(i * xStride)) << 2);
    store<u32>(out + ((<usize>(i * outStride)) << 2), positionOf(smallestOf(row, cols), row, cols));
  }
}
