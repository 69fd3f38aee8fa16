/**
 * Sums over rows of `gradient (x - mean) rstd`, in double precision from the first row to the last: a column's sum is the same
 * whatever columns are summed with it.
 */

/** The products of four columns of a row. */
// @ts-ignore: decorator
@inline
function products(g: v128, x: v128, mean: v128, rstd: v128): v128 {
  return f32x4.mul(g, f32x4.mul(f32x4.sub(x, mean), rstd));
}

/** Eight columns at a time, what is left one by one. */
export function layerNormWeight(
  out: usize,
  gradient: usize,
  x: usize,
  mean: usize,
  rstd: usize,
  rows: u32,
  cols: u32,
  gradientStride: u32,
  xStride: u32,
): void {
  const whole = cols & ~7;
  for (let j: u32 = 0; j < whole; j += 8) {
    const at = <usize>j << 2;
    eightColumns(out + at, gradient + at, x + at, mean, rstd, rows, <usize>gradientStride << 2, <usize>xStride << 2);
  }
  for (let j = whole; j < cols; j++) {
    const at = <usize>j << 2;
    let sum: f64 = 0;
    for (let i: u32 = 0; i < rows; i++) {
      const row = <usize>i << 2;
      const n = (load<f32>(x + (<usize>(i * xStride) << 2) + at) - load<f32>(mean + row)) * load<f32>(rstd + row);
      sum += <f32>(load<f32>(gradient + (<usize>(i * gradientStride) << 2) + at) * n);
    }
    store<f32>(out + at, <f32>sum);
  }
}

function eightColumns(
  out: usize,
  g: usize,
  x: usize,
  mean: usize,
  rstd: usize,
  rows: u32,
  gBytes: usize,
  xBytes: usize,
): void {
  let first = f64x2.splat(0);
  let second = first;
  let third = first;
  let fourth = first;
  for (let i: u32 = 0; i < rows; i++, g += gBytes, x += xBytes, mean += 4, rstd += 4) {
    const m = v128.load32_splat(mean);
    const r = v128.load32_splat(rstd);
    const low = products(v128.load(g), v128.load(x), m, r);
    const high = products(v128.load(g, 16), v128.load(x, 16), m, r);
    first = f64x2.add(first, f64x2.promote_low_f32x4(low));
    second = f64x2.add(second, f64x2.promote_low_f32x4(v128.shuffle<i64>(low, low, 1, 0)));
    third = f64x2.add(third, f64x2.promote_low_f32x4(high));
    fourth = f64x2.add(fourth, f64x2.promote_low_f32x4(v128.shuffle<i64>(high, high, 1, 0)));
  }
  v128.store(out, floats(first, second));
  v128.store(out, floats(third, fourth), 16);
}

/** Four floats from two pairs of sums. */
// @ts-ignore: decorator
@inline
function floats(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
