import { wordsAt } from './each/operand';

/**
 * Loops over matrices of 4-byte elements with row strides. A formula is a class with one method `apply`, so that each
 * kernel gets a loop of its own with the formula in it. What is left of a row after its fours goes through the same
 * formula, so an element's bits do not depend on where it stands. Matrices without gaps are one long row.
 */

/** `out = f(x)`. */
// @ts-ignore: decorator
@inline
export function unary<F>(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  const f = changetype<F>(0);
  if (outStride == cols && xStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + (<usize>(i * xStride) << 2);
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    for (; o < whole; o += 16, p += 16) v128.store(o, f.apply(v128.load(p)));
    for (; o < end; o += 4, p += 4) v128.store32_lane(o, f.apply(v128.load32_splat(p)), 0);
  }
}

/** `out = f(x, value)`. */
// @ts-ignore: decorator
@inline
export function scalar<F>(
  out: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  value: f32,
): void {
  const f = changetype<F>(0);
  const values = f32x4.splat(value);
  if (outStride == cols && xStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + (<usize>(i * xStride) << 2);
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    for (; o < whole; o += 16, p += 16) v128.store(o, f.apply(v128.load(p), values));
    for (; o < end; o += 4, p += 4) v128.store32_lane(o, f.apply(v128.load32_splat(p), values), 0);
  }
}

/** `out = f(a, b)`. Column strides of `a` and `b` are 0 or 1. */
// @ts-ignore: decorator
@inline
export function binary<F>(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  const f = changetype<F>(0);
  if (rows == 0 || cols == 0) return;
  if (outStride == cols && aStride == aColumn * cols && bStride == bColumn * cols) {
    cols *= rows;
    rows = 1;
  } else if (cols == 1 && outStride == 1 && aStride <= 1 && bStride <= 1) {
    // A column is a row whose column strides are its row strides.
    cols = rows;
    rows = 1;
    aColumn = aStride;
    bColumn = bStride;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = wordsAt(a + (<usize>(i * aStride) << 2), aColumn, 0);
    let q = wordsAt(b + (<usize>(i * bStride) << 2), bColumn, 1);
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    for (; o < whole; o += 16, p += <usize>aColumn << 4, q += <usize>bColumn << 4) {
      v128.store(o, f.apply(v128.load(p), v128.load(q)));
    }
    for (; o < end; o += 4, p += <usize>aColumn << 2, q += <usize>bColumn << 2) {
      v128.store32_lane(o, f.apply(v128.load32_splat(p), v128.load32_splat(q)), 0);
    }
  }
}
