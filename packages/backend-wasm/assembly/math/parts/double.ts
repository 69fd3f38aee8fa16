import { nothing } from './nothing';

/** A constant of two doubles that a loop loads; see `loaded` of single.ts. */
// @ts-ignore: decorator
@inline
export function loadedDouble(c: f64): v128 {
  return f64x2.splat(c + <f64>nothing);
}

/** The same for bits. */
// @ts-ignore: decorator
@inline
export function loadedLong(c: i64): v128 {
  return i64x2.splat(c + <i64>nothing);
}

/** Added to a number, it rounds it to an integer, which then stands in the lowest bits. */
export const roundingDouble = loadedDouble(6755399441055744);
export const oneDouble = loadedDouble(1);
export const infinityDouble = loadedDouble(Infinity);
const allButSign = loadedLong(i64.MAX_VALUE);

/** a b + c; in one rounding in the relaxed binary. */
// @ts-ignore: decorator
@inline
export function mulAddDouble(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(a, b, c) : f64x2.add(f64x2.mul(a, b), c);
}

/** |x|. */
// @ts-ignore: decorator
@inline
export function sizeOfDouble(x: v128): v128 {
  return v128.and(x, allButSign);
}

/** The sign bits of x. */
// @ts-ignore: decorator
@inline
export function signOfDouble(x: v128): v128 {
  return v128.andnot(x, allButSign);
}
