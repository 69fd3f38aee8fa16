import { atan2 } from './atan2';
import { oneDouble } from './parts/double';

/** The angle of the point (1, x). */
// @ts-ignore: decorator
@inline
export function atan(x: v128): v128 {
  return atan2(x, oneDouble);
}
