import { expWithin } from './exp';
import { loaded, mulAdd, one, sizeOf, withSign } from './parts/single';

const farthest = loaded(10); // from 9.02 on, tanh x is 1
const nearest = loaded(0.5493);
const minusTwo = loaded(-2);

// (tanh x - x) / x^3 by x^2 for |x| <= 0.5493, where it is 1/2; the relative error is below 2 ** -24.7.
const p0 = loaded(-0.3333294987678528);
const p1 = loaded(0.13320797681808472);
const p2 = loaded(-0.05267645791172981);
const p3 = loaded(0.016446491703391075);

/** tanh x: x + x^3 P(x^2) near zero, 1 - 2 / (e^2x + 1) beyond. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const size = sizeOf(x);
  const held = f32x4.pmin(size, farthest);
  const far = f32x4.add(one, f32x4.div(minusTwo, f32x4.add(expWithin(f32x4.add(held, held)), one)));
  const z = f32x4.mul(held, held);
  const p = mulAdd(mulAdd(p3, z, p2), f32x4.mul(z, z), mulAdd(p1, z, p0));
  const near = mulAdd(f32x4.mul(held, z), p, held);
  return withSign(v128.bitselect(near, far, f32x4.lt(held, nearest)), x, size);
}
