import { loadedDouble, loadedLong } from './parts/double';
import { doubleExp } from './parts/double-exp';
import { doubleLog1p } from './parts/double-log';

const zero = loadedDouble(0);
const lowest = loadedDouble(-110); // below, e ** x is 0 as a float
const sign = loadedLong(i64.MIN_VALUE);

/** ln(1 + e^x) = ln(1 + e^-|x|) + max(x, 0). */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  const e = doubleExp(f64x2.pmax(v128.or(x, sign), lowest));
  return f64x2.add(doubleLog1p(e), f64x2.pmax(x, zero));
}
