import { expBelowZero } from './exp';
import { loadedBits, one } from './parts/single';

const sign = loadedBits(i32.MIN_VALUE);

/**
 * 1 / (1 + e^-x): with e = e^-|x|, s = e / (1 + e) left of zero and 1 - s right of it. What 1 + e loses in rounding is
 * taken off: ds / de = s (1 - s) / e.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = expBelowZero(v128.or(x, sign));
  const sum = f32x4.add(one, e);
  const lost = f32x4.sub(e, f32x4.sub(sum, one));
  const quotient = f32x4.div(e, sum);
  const s = f32x4.sub(quotient, f32x4.mul(f32x4.mul(quotient, f32x4.sub(one, quotient)), lost));
  return v128.bitselect(s, f32x4.sub(one, s), i32x4.shr_s(x, 31));
}
