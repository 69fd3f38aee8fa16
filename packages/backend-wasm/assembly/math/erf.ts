import { expWithin } from './exp';
import { loaded, mulAdd, one, sizeOf, withSign } from './parts/single';

const farthest = loaded(4); // from 3.92 on, erf x is 1

// erf x / x - 1 by x^2 for |x| <= 1; the relative error is below 2 ** -29.
const p0 = loaded(0.12837916612625122);
const p1 = loaded(-0.3761262595653534);
const p2 = loaded(0.11283578723669052);
const p3 = loaded(-0.026853347197175026);
const p4 = loaded(0.005187162198126316);
const p5 = loaded(-0.0007997853099368513);
const p6 = loaded(7.806903886375949e-5);

// ln(1 - erf x) for x from 1 to 4; the error of erf x is below 2 ** -29.
const q0 = loaded(-0.0003537226584739983);
const q1 = loaded(-1.1270400285720825);
const q2 = loaded(-0.6382256746292114);
const q3 = loaded(-0.10303738713264465);
const q4 = loaded(0.021805334836244583);
const q5 = loaded(-0.002939612837508321);
const q6 = loaded(0.00018557457951828837);

/** erf x: x + x P(x^2) up to 1, 1 - e^Q(|x|) beyond. */
// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 {
  const size = sizeOf(x);
  const held = f32x4.pmin(size, farthest);
  const z = f32x4.mul(held, held);
  const zz = f32x4.mul(z, z);
  const p = mulAdd(mulAdd(mulAdd(p6, z, p5), z, p4), zz, mulAdd(p3, z, p2));
  const near = mulAdd(held, mulAdd(p, zz, mulAdd(p1, z, p0)), held);
  const q = mulAdd(mulAdd(mulAdd(q6, held, q5), held, q4), z, mulAdd(q3, held, q2));
  const far = f32x4.sub(one, expWithin(mulAdd(q, z, mulAdd(q1, held, q0))));
  return withSign(v128.bitselect(near, far, f32x4.lt(held, one)), x, size);
}
