/** Changes of lane width between words (4-byte elements) and bools (bytes). */

/** Sixteen bools from four times four lanes that are all ones (true) or 0. */
// @ts-ignore: decorator
@inline
export function boolsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const bytes = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
  return v128.and(bytes, i8x16.splat(1));
}

/** Four bools at `address` as four words. */
// @ts-ignore: decorator
@inline
export function wordsOf(address: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(address)));
}
