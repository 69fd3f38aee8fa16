import { madd } from '../../madd';
import { nothing } from './nothing';

/**
 * A constant of four floats that a loop loads. One that is written in the loop is built again in each round, with three
 * instructions: V8 does not keep it (seen in the machine code of Node 20).
 */
// @ts-ignore: decorator
@inline
export function loaded(c: f32): v128 {
  return f32x4.splat(c + <f32>nothing);
}

/** The same for bits. */
// @ts-ignore: decorator
@inline
export function loadedBits(c: i32): v128 {
  return i32x4.splat(c + nothing);
}

export const one = loaded(1);
const allButSign = loadedBits(0x7fffffff);

/** a b + c. */
// @ts-ignore: decorator
@inline
export function mulAdd(a: v128, b: v128, c: v128): v128 {
  return madd(a, b, c);
}

/** |x|. */
// @ts-ignore: decorator
@inline
export function sizeOf(x: v128): v128 {
  return v128.and(x, allButSign);
}

/** Positive y with the sign of x, whose size is known. */
// @ts-ignore: decorator
@inline
export function withSign(y: v128, x: v128, size: v128): v128 {
  return v128.or(y, v128.xor(x, size));
}
