import { loadedDouble, mulAddDouble, oneDouble, roundingDouble } from './double';

const log2e = loadedDouble(1.4426950408889634);
const ln2 = loadedDouble(0.6931471805599453);
const minusLn2 = loadedDouble(-0.6931471805599453);

// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2; the relative error of e^r - 1 is below 2 ** -31.
const q0 = loadedDouble(0.5000000044222971);
const q1 = loadedDouble(0.16666666368331223);
const q2 = loadedDouble(0.041666360624055786);
const q3 = loadedDouble(0.008333389965039812);
const q4 = loadedDouble(0.0013940652384301945);
const q5 = loadedDouble(0.00019845504449590628);

/** e ** r - 1. */
// @ts-ignore: decorator
@inline
function expm1OfRest(r: v128): v128 {
  const z = f64x2.mul(r, r);
  const high = mulAddDouble(mulAddDouble(q5, r, q4), z, mulAddDouble(q3, r, q2));
  return mulAddDouble(z, mulAddDouble(high, z, mulAddDouble(q1, r, q0)), r);
}

/** 2 ** n for n in the lowest bits. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i64x2.add(i64x2.shl(n, 52), oneDouble);
}

/** e ** x for doubles within 700 of zero. */
// @ts-ignore: decorator
@inline
export function doubleExp(x: v128): v128 {
  const rounded = mulAddDouble(x, log2e, roundingDouble);
  const p = expm1OfRest(mulAddDouble(f64x2.sub(rounded, roundingDouble), minusLn2, x));
  return f64x2.mul(f64x2.add(oneDouble, p), powerOfTwo(rounded));
}

/** 2 ** x for doubles within 1000 of zero. */
// @ts-ignore: decorator
@inline
export function doubleExp2(x: v128): v128 {
  const rounded = f64x2.add(x, roundingDouble);
  const p = expm1OfRest(f64x2.mul(f64x2.sub(x, f64x2.sub(rounded, roundingDouble)), ln2));
  return f64x2.mul(f64x2.add(oneDouble, p), powerOfTwo(rounded));
}

/** e ** x - 1 for doubles within 700 of zero, with small relative errors near zero too. */
// @ts-ignore: decorator
@inline
export function doubleExpm1(x: v128): v128 {
  const rounded = mulAddDouble(x, log2e, roundingDouble);
  const p = expm1OfRest(mulAddDouble(f64x2.sub(rounded, roundingDouble), minusLn2, x));
  const power = powerOfTwo(rounded);
  return mulAddDouble(power, p, f64x2.sub(power, oneDouble));
}
