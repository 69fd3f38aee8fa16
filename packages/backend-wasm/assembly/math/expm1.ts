import { loadedDouble, signOfDouble } from './parts/double';
import { doubleExpm1 } from './parts/double-exp';

const lowest = loadedDouble(-100);
const highest = loadedDouble(100);

/** e ** x - 1. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const held = f64x2.pmax(f64x2.pmin(x, highest), lowest);
  return v128.or(doubleExpm1(held), signOfDouble(x)); // -0 stays
}
