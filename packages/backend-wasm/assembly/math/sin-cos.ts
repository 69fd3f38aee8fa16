import {
  infinityDouble,
  loadedDouble,
  loadedLong,
  mulAddDouble,
  oneDouble,
  roundingDouble,
  sizeOfDouble,
} from './parts/double';
import { beside, nearestQuarter, turnsOf } from './parts/turns';

/** Up to 2 ** 27 quarter turns are taken off in doubles: their number times the first two parts of pi / 2 is exact. */
const largest = loadedDouble(134217728);
const quartersPerRadian = loadedDouble(0.6366197723675814);
const minusHalfPi = loadedDouble(-1.5707963109016418);
const minusHalfPiRest = loadedDouble(-1.5893254712295857e-8);
const minusHalfPiLast = loadedDouble(-6.123233995736766e-17);
const lowestBit = loadedLong(1);
const secondBit = loadedLong(2);

// (sin r / r - 1) / r^2 and (cos r - 1) / r^2 by r^2 for |r| <= pi / 4; relative errors below 2 ** -37 and 2 ** -33.
const s0 = loadedDouble(-0.16666666641606945);
const s1 = loadedDouble(0.008333329383575649);
const s2 = loadedDouble(-0.00019839334081033785);
const s3 = loadedDouble(2.7183042116257905e-6);
const c0 = loadedDouble(-0.4999999969422468);
const c1 = loadedDouble(0.04166662032873665);
const c2 = loadedDouble(-0.0013886680750070542);
const c3 = loadedDouble(2.438348272574563e-5);

/** sin(r + quadrant pi / 2) for |r| <= pi / 4. */
// @ts-ignore: decorator
@inline
function sinOfQuadrant(r: v128, quadrant: v128): v128 {
  const z = f64x2.mul(r, r);
  const zz = f64x2.mul(z, z);
  const s = mulAddDouble(mulAddDouble(mulAddDouble(s3, z, s2), zz, mulAddDouble(s1, z, s0)), z, oneDouble);
  const c = mulAddDouble(mulAddDouble(mulAddDouble(c3, z, c2), zz, mulAddDouble(c1, z, c0)), z, oneDouble);
  const odd = i64x2.neg(v128.and(quadrant, lowestBit));
  const negative = i64x2.shl(v128.and(quadrant, secondBit), 62);
  return v128.xor(v128.bitselect(c, f64x2.mul(r, s), odd), negative);
}

/** sin(x + quarter pi / 2), which is cos x for `quarter` 1. Infinity gives NaN. */
// @ts-ignore: decorator
@inline
export function sinFrom(x: v128, quarter: i64): v128 {
  const rounded = mulAddDouble(x, quartersPerRadian, roundingDouble);
  const n = f64x2.sub(rounded, roundingDouble);
  let r = mulAddDouble(n, minusHalfPiLast, mulAddDouble(n, minusHalfPiRest, mulAddDouble(n, minusHalfPi, x)));
  let quadrant = rounded;
  const size = sizeOfDouble(x);
  const isLarge = v128.and(f64x2.gt(size, largest), f64x2.lt(size, infinityDouble));
  if (v128.any_true(isLarge)) {
    if (i64x2.extract_lane(isLarge, 0) !== 0) {
      const turns = turnsOf(<f32>f64x2.extract_lane(x, 0));
      r = f64x2.replace_lane(r, 0, beside(turns));
      quadrant = i64x2.replace_lane(quadrant, 0, nearestQuarter(turns));
    }
    if (i64x2.extract_lane(isLarge, 1) !== 0) {
      const turns = turnsOf(<f32>f64x2.extract_lane(x, 1));
      r = f64x2.replace_lane(r, 1, beside(turns));
      quadrant = i64x2.replace_lane(quadrant, 1, nearestQuarter(turns));
    }
  }
  return sinOfQuadrant(r, quarter === 0 ? quadrant : i64x2.add(quadrant, lowestBit));
}
