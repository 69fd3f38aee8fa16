/**
 * Loops for formulas of many instructions: the last, incomplete group of a row takes the same way as the others, so the
 * formula stands in the binary once. Rows that touch are one long row.
 */

/** The first `left` (1 to 3) floats from `address` on; zeros in the other lanes. */
// @ts-ignore: decorator
@inline
function loadSome(address: usize, left: u32): v128 {
  if (left === 1) return v128.load32_zero(address);
  const two = v128.load64_zero(address);
  return left === 2 ? two : v128.load32_lane(address, two, 2, 8);
}

/** Stores the first `left` (1 to 3) floats. */
// @ts-ignore: decorator
@inline
function storeSome(address: usize, y: v128, left: u32): void {
  if (left === 1) v128.store32_lane(address, y, 0);
  else v128.store64_lane(address, y, 0);
  if (left === 3) v128.store32_lane(address, y, 2, 8);
}

/** `out = f(x)` for a formula on four floats. */
// @ts-ignore: decorator
@inline
export function unaryFours<F>(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  const f = changetype<F>(0);
  if (outStride === cols && xStride === cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + (<usize>(i * xStride) << 2);
    for (let left = <i32>cols; left > 0; left -= 4, o += 16, p += 16) {
      const y = f.apply(left >= 4 ? v128.load(p) : loadSome(p, left));
      if (left >= 4) v128.store(o, y);
      else storeSome(o, y, left);
    }
  }
}

/** `out = f(a, b)` for a formula on four floats of each. */
// @ts-ignore: decorator
@inline
export function binaryFours<F>(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
): void {
  const f = changetype<F>(0);
  if (outStride === cols && aStride === cols && bStride === cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = a + (<usize>(i * aStride) << 2);
    let q = b + (<usize>(i * bStride) << 2);
    for (let left = <i32>cols; left > 0; left -= 4, o += 16, p += 16, q += 16) {
      const whole = left >= 4;
      const y = f.apply(whole ? v128.load(p) : loadSome(p, left), whole ? v128.load(q) : loadSome(q, left));
      if (whole) v128.store(o, y);
      else storeSome(o, y, left);
    }
  }
}

/** Two floats as doubles; at the end of a row one, and a zero. */
// @ts-ignore: decorator
@inline
export function loadPair(address: usize, left: i32): v128 {
  return f64x2.promote_low_f32x4(left >= 2 ? v128.load64_zero(address) : v128.load32_zero(address));
}

/** Stores two doubles as floats; at the end of a row one. */
// @ts-ignore: decorator
@inline
export function storePair(address: usize, y: v128, left: i32): void {
  const rounded = f32x4.demote_f64x2_zero(y);
  if (left >= 2) v128.store64_lane(address, rounded, 0);
  else v128.store32_lane(address, rounded, 0);
}

/** `out = f(x)` for a formula on two doubles. */
// @ts-ignore: decorator
@inline
export function unaryPairs<F>(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  const f = changetype<F>(0);
  if (outStride === cols && xStride === cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + (<usize>(i * xStride) << 2);
    for (let left = <i32>cols; left > 0; left -= 2, o += 8, p += 8) storePair(o, f.apply(loadPair(p, left)), left);
  }
}
