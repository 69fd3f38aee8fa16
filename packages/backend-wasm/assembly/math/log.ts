import { loaded, loadedBits, mulAdd, one } from './parts/single';

const zero = loaded(0);
const infinity = loaded(Infinity);
const minusInfinity = loaded(-Infinity);
const smallestNormal = loaded(1.1754943508222875e-38);
const scale = loaded(8388608);
const scaleExponent = loaded(23);
const lowestMantissa = loaded(0.7071067690849304);
const mantissaBits = loadedBits(0x7fffff);
const ln2 = loaded(0.693145751953125); // few bits, so that its product with an exponent is exact
const ln2Rest = loaded(1.428606765330187e-6);
const minusHalf = loaded(-0.5);

// (ln(1 + f) - f + f^2 / 2) / f^3 for 1 + f from sqrt(1/2) to sqrt(2); the relative error of ln is below 2 ** -27.
const p0 = loaded(0.3333333134651184);
const p1 = loaded(-0.250008225440979);
const p2 = loaded(0.20001260936260223);
const p3 = loaded(-0.16623325645923615);
const p4 = loaded(0.14200937747955322);
const p5 = loaded(-0.13159583508968353);
const p6 = loaded(0.1276635378599167);
const p7 = loaded(-0.07641375064849854);

/**
 * ln x = e ln 2 + ln m for m between sqrt(1/2) and sqrt(2): f - f^2 / 2 + f^3 P(f) with f = m - 1. Denormals are scaled
 * first, as their exponent is not in their bits.
 */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const denormal = f32x4.lt(x, smallestNormal);
  const normal = v128.bitselect(f32x4.mul(x, scale), x, denormal);
  const above = i32x4.sub(normal, lowestMantissa);
  const e = f32x4.sub(f32x4.convert_i32x4_s(i32x4.shr_s(above, 23)), v128.and(denormal, scaleExponent));
  const f = f32x4.sub(i32x4.add(v128.and(above, mantissaBits), lowestMantissa), one);
  const z = f32x4.mul(f, f);
  const low = mulAdd(mulAdd(p3, f, p2), z, mulAdd(p1, f, p0));
  const high = mulAdd(mulAdd(p7, f, p6), z, mulAdd(p5, f, p4));
  const p = mulAdd(high, f32x4.mul(z, z), low);
  const small = mulAdd(minusHalf, z, mulAdd(e, ln2Rest, f32x4.mul(f32x4.mul(z, f), p)));
  const y = mulAdd(e, ln2, f32x4.add(f, small));
  const finite = v128.or(v128.bitselect(y, x, f32x4.lt(x, infinity)), f32x4.lt(x, zero));
  return v128.bitselect(minusInfinity, finite, f32x4.eq(x, zero));
}
