import { infinityDouble, loadedDouble, oneDouble, signOfDouble, sizeOfDouble } from './parts/double';
import { doubleExp2 } from './parts/double-exp';
import { doubleLog2 } from './parts/double-log';

const zero = loadedDouble(0);
const half = loadedDouble(0.5);
const minusInfinity = loadedDouble(-Infinity);
const lowest = loadedDouble(-300);
const highest = loadedDouble(300);

/** log2 |x| for normal doubles, zero, Infinity and NaN. */
// @ts-ignore: decorator
@inline
export function log2OfSize(x: v128): v128 {
  const size = sizeOfDouble(x);
  const y = v128.bitselect(doubleLog2(size), size, f64x2.lt(size, infinityDouble));
  return v128.bitselect(minusInfinity, y, f64x2.eq(size, zero));
}

/** Where y is an odd integer. */
// @ts-ignore: decorator
@inline
function isOdd(y: v128, isWhole: v128): v128 {
  const halved = f64x2.mul(y, half);
  return v128.and(isWhole, f64x2.ne(halved, f64x2.floor(halved)));
}

/** x ** y as IEEE 754 has it, given log2 |x|: 1 for x 1 or y 0 even beside NaN, NaN for x < 0 and y no integer. */
// @ts-ignore: decorator
@inline
export function powFromLog2(x: v128, log2: v128, y: v128): v128 {
  const isEndless = f64x2.eq(sizeOfDouble(y), infinityDouble);
  const isOneAtEnds = v128.and(isEndless, f64x2.eq(sizeOfDouble(x), oneDouble));
  const isOne = v128.or(v128.or(f64x2.eq(y, zero), f64x2.eq(x, oneDouble)), isOneAtEnds);
  const exponent = v128.andnot(f64x2.mul(log2, y), isOne);
  const size = doubleExp2(f64x2.pmax(f64x2.pmin(exponent, highest), lowest));
  const isWhole = f64x2.eq(y, f64x2.floor(y));
  const isNegative = v128.and(f64x2.lt(x, zero), f64x2.gt(x, minusInfinity));
  const isUndefined = v128.andnot(isNegative, isWhole);
  return v128.or(v128.or(size, v128.and(signOfDouble(x), isOdd(y, isWhole))), isUndefined);
}
