import { loaded, loadedBits, mulAdd, one } from './parts/single';

const lowest = loaded(-104); // below, e ** x is 0
const highest = loaded(89); // above, it is Infinity
const log2e = loaded(1.4426950408889634);
const rounding = loaded(12582912); // added, it rounds to an integer, which then stands in the lowest bits
const minusLn2 = loaded(-0.693145751953125); // few bits, so that its product with an exponent is exact
const minusLn2Rest = loaded(-1.428606765330187e-6);
const large = loaded(1.8446744073709552e19); // 2 ** 64
const small = loaded(5.421010862427522e-20); // 2 ** -64
const exponentBits = loadedBits(-0x800000);

// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2; the error of e^r is below 2 ** -28.
const q0 = loaded(0.4999999403953552);
const q1 = loaded(0.16666516661643982);
const q2 = loaded(0.04166810214519501);
const q3 = loaded(0.008369173854589462);
const q4 = loaded(0.0013838282320648432);

/** e ** (x - n ln 2), which is within 0.7 and 1.42. */
// @ts-ignore: decorator
@inline
function expOfRest(x: v128, n: v128): v128 {
  const most = mulAdd(n, minusLn2, x);
  const rest = f32x4.mul(n, minusLn2Rest);
  const r = f32x4.add(most, rest);
  const z = f32x4.mul(r, r);
  const q = mulAdd(mulAdd(q4, z, mulAdd(q3, r, q2)), z, mulAdd(q1, r, q0));
  return f32x4.add(one, f32x4.add(most, mulAdd(z, q, rest))); // most and rest are r before its rounding
}

/** 2 ** n for n 2 ** 23 as integers. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.add(n, one);
}

/** e ** x. The power of two is multiplied in two halves, which reach denormals and Infinity with one rounding. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const held = f32x4.pmax(f32x4.pmin(x, highest), lowest);
  const rounded = mulAdd(held, log2e, rounding);
  const n = i32x4.shl(rounded, 23);
  const half = v128.and(i32x4.shr_s(n, 1), exponentBits);
  const y = expOfRest(held, f32x4.sub(rounded, rounding));
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(n, half)));
}

/**
 * e ** x for x up to 0, where one of the two factors can be the same for all. Masked scores are -Infinity: they become 0 before
 * the last product, as processors take a hundred cycles for one that is too small for a float.
 */
// @ts-ignore: decorator
@inline
export function expBelowZero(x: v128): v128 {
  const held = f32x4.pmax(x, lowest);
  const rounded = mulAdd(held, log2e, rounding);
  const y = v128.andnot(expOfRest(held, f32x4.sub(rounded, rounding)), f32x4.le(x, lowest));
  return f32x4.mul(f32x4.mul(y, i32x4.add(i32x4.shl(rounded, 23), large)), small);
}

/** e ** x for x from -87 to 88. */
// @ts-ignore: decorator
@inline
export function expWithin(x: v128): v128 {
  const rounded = mulAdd(x, log2e, rounding);
  const y = expOfRest(x, f32x4.sub(rounded, rounding));
  return f32x4.mul(y, powerOfTwo(i32x4.shl(rounded, 23)));
}
