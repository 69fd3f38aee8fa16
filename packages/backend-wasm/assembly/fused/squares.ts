/** The square of the distance of two floats at `address` from `center`, in double precision. */
// @ts-ignore: decorator
@inline
function squares(address: usize, center: v128): v128 {
  const distance = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(address)), center);
  return f64x2.mul(distance, distance);
}

/** The sum of (x - center) ** 2 in the order of `sumOf`. */
export function squaresOf(x: usize, cols: u32, center: f64): f64 {
  const centers = f64x2.splat(center);
  let first = f64x2.splat(0);
  let second = first;
  let third = first;
  let fourth = first;
  const end = x + (<usize>cols << 2);
  const whole = x + (<usize>(cols & ~7) << 2);
  for (; x < whole; x += 32) {
    first = f64x2.add(first, squares(x, centers));
    second = f64x2.add(second, squares(x + 8, centers));
    third = f64x2.add(third, squares(x + 16, centers));
    fourth = f64x2.add(fourth, squares(x + 24, centers));
  }
  const both = f64x2.add(f64x2.add(first, second), f64x2.add(third, fourth));
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; x < end; x += 4) {
    const distance = <f64>load<f32>(x) - center;
    sum += distance * distance;
  }
  return sum;
}
