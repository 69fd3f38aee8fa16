import { expBelowZero } from '../math/exp';
import { log1p } from '../math/log1p';
import { loadPart, storePart } from './part';

/** Adds four floats to sums in double precision: two sums side by side. */
// @ts-ignore: decorator
@inline
export function addFour(sums: v128, four: v128): v128 {
  const high = v128.shuffle<i64>(four, four, 1, 0);
  return f64x2.add(sums, f64x2.add(f64x2.promote_low_f32x4(four), f64x2.promote_low_f32x4(high)));
}

/** Sums exp(x - largest) of a row; `keep` writes the terms to `o`. */
// @ts-ignore: decorator
@inline
export function exponentials(o: usize, p: usize, cols: u32, largest: v128, keep: bool): f64 {
  let sums = f64x2.splat(0);
  const whole = p + (<usize>(cols & ~3) << 2);
  for (; p < whole; o += 16, p += 16) {
    const four = expBelowZero(f32x4.sub(v128.load(p), largest));
    if (keep) v128.store(o, four);
    sums = addFour(sums, four);
  }
  const rest = cols & 3;
  if (rest != 0) {
    // exp(-Infinity) is 0.
    const four = expBelowZero(f32x4.sub(loadPart(p, rest, f32x4.splat(-Infinity)), largest));
    if (keep) storePart(o, four, rest);
    sums = addFour(sums, four);
  }
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** log sum exp(x - largest) of a row. */
// @ts-ignore: decorator
@inline
export function logOfSum(p: usize, cols: u32, largest: v128): f64 {
  // The largest term is 1; log1p keeps what little the others may be.
  const others = f64x2.splat(exponentials(0, p, cols, largest, false) - 1);
  return f64x2.extract_lane(log1p(others), 0);
}
