import { loadedDouble, loadedLong, mulAddDouble, oneDouble } from './double';

const zero = loadedDouble(0);
const two = loadedDouble(2);
const log2e = loadedDouble(1.4426950408889634);
const ln2 = loadedDouble(0.6931471805599453);
const lowestMantissa = loadedDouble(0.7071067811865476);
const fromLowestToOne = loadedLong(reinterpret<i64>(1.0) - reinterpret<i64>(0.7071067811865476));
const mantissaBits = loadedLong(0xfffffffffffff);
const integers = loadedDouble(4503599627370496); // an integer or-ed in is added
const integersBias = loadedDouble(4503599627370496 + 1023);

// (ln((1 + s) / (1 - s)) - 2 s) / s^3 by s^2 for |s| <= 0.172; the relative error of ln is below 2 ** -44.
const p0 = loadedDouble(0.6666666667580454);
const p1 = loadedDouble(0.39999995620756945);
const p2 = loadedDouble(0.2857210926092065);
const p3 = loadedDouble(0.22176184808410784);
const p4 = loadedDouble(0.195842027599751);

/** ln(1 + f) = ln((1 + s) / (1 - s)) with s = f / (2 + f), for 1 + f from sqrt(1/2) to sqrt(2). */
// @ts-ignore: decorator
@inline
function logOfMantissa(f: v128): v128 {
  const s = f64x2.div(f, f64x2.add(two, f));
  const z = f64x2.mul(s, s);
  const high = mulAddDouble(mulAddDouble(p4, z, p3), z, p2);
  const p = mulAddDouble(high, f64x2.mul(z, z), mulAddDouble(p1, z, p0));
  return mulAddDouble(f64x2.mul(s, z), p, f64x2.add(s, s));
}

/** Bits of a positive normal double, moved so that its exponent changes at sqrt(1/2). */
// @ts-ignore: decorator
@inline
function movedBits(x: v128): v128 {
  return i64x2.add(x, fromLowestToOne);
}

/** The exponent e of x = 2 ** e m with m from sqrt(1/2) to sqrt(2). */
// @ts-ignore: decorator
@inline
function exponentOf(bits: v128): v128 {
  return f64x2.sub(v128.or(i64x2.shr_u(bits, 52), integers), integersBias);
}

/** The mantissa m less 1. */
// @ts-ignore: decorator
@inline
function fractionOf(bits: v128): v128 {
  return f64x2.sub(i64x2.add(v128.and(bits, mantissaBits), lowestMantissa), oneDouble);
}

/** log2 x for positive normal doubles. */
// @ts-ignore: decorator
@inline
export function doubleLog2(x: v128): v128 {
  const bits = movedBits(x);
  return mulAddDouble(logOfMantissa(fractionOf(bits)), log2e, exponentOf(bits));
}

/** ln(1 + x) for x > -1, with small relative errors near zero too: there x itself is the fraction. */
// @ts-ignore: decorator
@inline
export function doubleLog1p(x: v128): v128 {
  const bits = movedBits(f64x2.add(oneDouble, x));
  const e = exponentOf(bits);
  const f = v128.bitselect(x, fractionOf(bits), f64x2.eq(e, zero));
  return mulAddDouble(e, ln2, logOfMantissa(f));
}
