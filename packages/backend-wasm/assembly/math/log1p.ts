import { infinityDouble, loadedDouble, signOfDouble } from './parts/double';
import { doubleLog1p } from './parts/double-log';

const minusOne = loadedDouble(-1);
const minusInfinity = loadedDouble(-Infinity);

/** ln(1 + x); -Infinity at -1 and NaN beyond. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const finite = v128.bitselect(doubleLog1p(x), x, f64x2.lt(x, infinityDouble));
  const y = v128.bitselect(minusInfinity, finite, f64x2.eq(x, minusOne));
  return v128.or(v128.or(y, f64x2.lt(x, minusOne)), signOfDouble(x)); // -0 stays
}
