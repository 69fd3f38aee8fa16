/**
 * The sum of `cols` floats in double precision: eight sums side by side, then together, in an order that only `cols`
 * decides.
 */
export function sumOf(x: usize, cols: u32): f64 {
  let first = f64x2.splat(0);
  let second = first;
  let third = first;
  let fourth = first;
  const end = x + ((<usize>cols) << 2);
  const whole = x + ((<usize>(cols & ~7)) << 2);
  for (; x < whole; x += 32) {
    first = f64x2.add(first, f64x2.promote_low_f32x4(v128.load64_zero(x)));
    second = f64x2.add(second, f64x2.promote_low_f32x4(v128.load64_zero(x, 8)));
    third = f64x2.add(third, f64x2.promote_low_f32x4(v128.load64_zero(x, 16)));
    fourth = f64x2.add(fourth, f64x2.promote_low_f32x4(v128.load64_zero(x, 24)));
  }
  const both = f64x2.add(f64x2.add(first, second), f64x2.add(third, fourth));
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; x < end; x += 4) sum += load<f32>(x);
  return sum;
}

/** The product, in the same order. */
export function productOf(x: usize, cols: u32): f64 {
  let first = f64x2.splat(1);
  let second = first;
  const end = x + ((<usize>cols) << 2);
  const whole = x + ((<usize>(cols & ~3)) << 2);
  for (; x < whole; x += 16) {
    first = f64x2.mul(first, f64x2.promote_low_f32x4(v128.load64_zero(x)));
    second = f64x2.mul(second, f64x2.promote_low_f32x4(v128.load64_zero(x, 8)));
  }
  const both = f64x2.mul(first, second);
  let product = f64x2.extract_lane(both, 0) * f64x2.extract_lane(both, 1);
  for (; x < end; x += 4) product *= load<f32>(x);
  return product;
}
