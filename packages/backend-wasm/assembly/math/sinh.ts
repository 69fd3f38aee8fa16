import { loadedDouble, oneDouble, signOfDouble, sizeOfDouble } from './parts/double';
import { doubleExpm1 } from './parts/double-exp';

const highest = loadedDouble(100);
const half = loadedDouble(0.5);

/** sinh |x| = (E + E / (E + 1)) / 2 with E = e^|x| - 1, without cancellation. */
// @ts-ignore: decorator
@inline
export function sinh(x: v128): v128 {
  const e = doubleExpm1(f64x2.pmin(sizeOfDouble(x), highest));
  const y = f64x2.mul(half, f64x2.add(e, f64x2.div(e, f64x2.add(e, oneDouble))));
  return v128.or(y, signOfDouble(x));
}
