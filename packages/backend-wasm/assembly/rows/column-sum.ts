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

/** `stride` in bytes. */
// @ts-ignore: decorator
@inline
function eightColumns<F>(out: usize, x: usize, rows: u32, stride: usize): void {
  const f = changetype<F>(0);
  let first = f64x2.splat(0);
  let second = first;
  let third = first;
  let fourth = first;
  for (let i: u32 = 0; i < rows; i++, x += stride) {
    first = f64x2.add(first, doubles(x));
    second = f64x2.add(second, doubles(x + 8));
    third = f64x2.add(third, doubles(x + 16));
    fourth = f64x2.add(fourth, doubles(x + 24));
  }
  v128.store(out, f.apply(v128.load(out), floats(first, second)));
  v128.store(out, f.apply(v128.load(out, 16), floats(third, fourth)), 16);
}

// @ts-ignore: decorator
@inline
function sums<F>(out: usize, x: usize, rows: u32, cols: u32, xStride: u32): void {
  const f = changetype<F>(0);
  const stride = <usize>xStride << 2;
  const end = out + (<usize>cols << 2);
  const whole = out + (<usize>(cols & ~7) << 2);
  for (; out < whole; out += 32, x += 32) eightColumns<F>(out, x, rows, stride);
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
