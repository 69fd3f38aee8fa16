import { loadedDouble, sizeOfDouble } from './parts/double';
import { doubleExp } from './parts/double-exp';

const highest = loadedDouble(100);
const half = loadedDouble(0.5);
const quarter = loadedDouble(0.25);

/** (e^|x| + e^-|x|) / 2. */
// @ts-ignore: decorator
@inline
export function cosh(x: v128): v128 {
  const halfPower = f64x2.mul(half, doubleExp(f64x2.pmin(sizeOfDouble(x), highest)));
  return f64x2.add(halfPower, f64x2.div(quarter, halfPower));
}
