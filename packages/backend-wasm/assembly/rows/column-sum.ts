/**
 * Sums of columns in double precision, each from the first row to the last: so a column's sum is the same whatever
 * columns are summed with it.
 */

/** Where a finished sum goes. */
class Put {
  @inline apply(_before: v128, sum: v128): v128 {
    return sum;
  }
}
class Add {
  @inline apply(before: v128, sum: v128): v128 {
    return f32x4.add(before, sum);
  }
}

/** Four floats from two pairs of sums. */
// @ts-ignore: decorator
@inline
function floats(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** Two floats at `address` as doubles. */
// @ts-ignore: decorator
@inline
function doubles(address: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(address));
}

/** As many columns as a line of the cache holds, so that every line is fetched once. `stride` in bytes. */
// @ts-ignore: decorator
@inline
function sixteenColumns<F>(out: usize, x: usize, rows: u32, stride: usize): void {
  const f = changetype<F>(0);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  for (let i: u32 = 0; i < rows; i++, x += stride) {
    s0 = f64x2.add(s0, doubles(x));
    s1 = f64x2.add(s1, doubles(x + 8));
    s2 = f64x2.add(s2, doubles(x + 16));
    s3 = f64x2.add(s3, doubles(x + 24));
    s4 = f64x2.add(s4, doubles(x + 32));
    s5 = f64x2.add(s5, doubles(x + 40));
    s6 = f64x2.add(s6, doubles(x + 48));
    s7 = f64x2.add(s7, doubles(x + 56));
  }
  v128.store(out, f.apply(v128.load(out), floats(s0, s1)));
  v128.store(out, f.apply(v128.load(out, 16), floats(s2, s3)), 16);
  v128.store(out, f.apply(v128.load(out, 32), floats(s4, s5)), 32);
  v128.store(out, f.apply(v128.load(out, 48), floats(s6, s7)), 48);
}

// @ts-ignore: decorator
@inline
function sums<F>(out: usize, x: usize, rows: u32, cols: u32, xStride: u32): void {
  const f = changetype<F>(0);
  const stride = <usize>xStride << 2;
  const end = out + (<usize>cols << 2);
  const whole = out + (<usize>(cols & ~15) << 2);
  for (; out < whole; out += 64, x += 64) sixteenColumns<F>(out, x, rows, stride);
  for (; out < end; out += 4, x += 4) {
    let sum: f64 = 0;
    let p = x;
    for (let i: u32 = 0; i < rows; i++, p += stride) sum += load<f32>(p);
    v128.store32_lane(out, f.apply(v128.load32_splat(out), f32x4.splat(<f32>sum)), 0);
  }
}

export function columnSum(out: usize, x: usize, rows: u32, cols: u32, xStride: u32): void {
  sums<Put>(out, x, rows, cols, xStride);
}

export function columnSumAdd(out: usize, x: usize, rows: u32, cols: u32, xStride: u32): void {
  sums<Add>(out, x, rows, cols, xStride);
}
