import { loadedDouble, loadedLong, mulAddDouble, signOfDouble, sizeOfDouble } from './parts/double';

const largest = loadedDouble(3.273390607896142e150); // 2 ** 500
const smallest = loadedDouble(3.054936363499605e-151); // 2 ** -500
const eighthTangent = loadedDouble(0.4142135623730951); // tan(pi / 8)
const quarterPi = loadedDouble(0.7853981633974483);
const halfPi = loadedDouble(1.5707963267948966);
const pi = loadedDouble(3.141592653589793);
const sign = loadedLong(i64.MIN_VALUE);

// (atan q - q) / q^3 by q^2 for |q| <= tan(pi / 8); the relative error of atan q is below 2 ** -35.
const p0 = loadedDouble(-0.3333333251415804);
const p1 = loadedDouble(0.19999905143953495);
const p2 = loadedDouble(-0.1428204077106538);
const p3 = loadedDouble(0.11045076497732942);
const p4 = loadedDouble(-0.08478306170010502);
const p5 = loadedDouble(0.047480588518556785);

/** atan q. */
// @ts-ignore: decorator
@inline
function atanOfQuotient(q: v128): v128 {
  const z = f64x2.mul(q, q);
  const zz = f64x2.mul(z, z);
  const high = mulAddDouble(mulAddDouble(p5, z, p4), zz, mulAddDouble(p3, z, p2));
  const p = mulAddDouble(high, zz, mulAddDouble(p1, z, p0));
  return mulAddDouble(f64x2.mul(q, z), p, q);
}

/**
 * The angle of the point (x, y). The smaller over the larger size gives an angle up to pi / 4, which is turned back by
 * pi / 4 where that makes the quotient smaller. Sizes are held between 2 ** -500 and 2 ** 500, so that two zeros and
 * two infinities have a quotient; no finite float is beyond.
 */
// @ts-ignore: decorator
@inline
export function atan2(y: v128, x: v128): v128 {
  const rise = f64x2.pmin(sizeOfDouble(y), largest);
  const run = f64x2.pmin(sizeOfDouble(x), largest);
  const steep = f64x2.gt(rise, run);
  const less = v128.bitselect(run, rise, steep);
  const more = f64x2.pmax(v128.bitselect(rise, run, steep), smallest);
  const turned = f64x2.gt(less, f64x2.mul(more, eighthTangent));
  const above = f64x2.sub(less, v128.and(more, turned));
  const below = f64x2.add(more, v128.and(less, turned));
  const first = f64x2.add(atanOfQuotient(f64x2.div(above, below)), v128.and(turned, quarterPi));
  const upper = v128.bitselect(f64x2.sub(halfPi, first), first, steep);
  const angle = v128.bitselect(f64x2.sub(pi, upper), upper, i64x2.eq(signOfDouble(x), sign));
  return v128.or(angle, signOfDouble(y));
}
