import { Tensor } from '../tensor.ts';
import { mul, sub } from './binary.ts';
import { equal, greaterEqual } from './compare.ts';
import { zeros } from './creation.ts';
import { defineFloatBinary } from './define-binary.ts';
import { logicalAnd } from './logical.ts';
import { log } from './unary.ts';
import { where } from './where.ts';

type Floats = Tensor<'float32'>;

/** `a` with 1 where it is 0 and `dangerous` of the exponent holds: there the derivative is 0, not 0 times infinity. */
function awayFromZero(a: Floats, b: Floats | number, dangerous: (b: Floats) => Tensor<'bool'>): Floats {
  if (typeof b === 'number') return a;
  return where(logicalAnd(equal(a, 0), dangerous(b)), 1, a);
}

/** `b a^(b-1)`; 0 where `b` is 0. */
function byBase(g: Floats, a: Floats | number, b: Floats | number): Floats {
  if (b === 0) return zeros(g.shape, { backend: g.backend });
  const base = awayFromZero(a as Floats, b, (exponent) => equal(exponent, 0));
  return mul(g, mul(pow(base, typeof b === 'number' ? b - 1 : sub(b, 1)), b));
}

/** `a^b log a`; 0 where `a` is 0 and `b` is not negative. */
function byExponent(g: Floats, a: Floats | number, b: Floats | number, out: Floats): Floats {
  if (a instanceof Tensor) return mul(g, mul(out, log(awayFromZero(a, b, (exponent) => greaterEqual(exponent, 0)))));
  if (a !== 0) return mul(g, mul(out, Math.log(a)));
  return mul(g, where(greaterEqual(b as Floats, 0), 0, mul(out, -Infinity)));
}

/** `a ** b`, broadcasting; `0 ** 0` is 1. The derivative by `a` where `b` is 0, and by `b` where `a` is 0, is 0. */
export const pow = defineFloatBinary({
  name: 'pow',
  scalar: ['scalar.pow', 'scalar.powOf'],
  rules: [byBase, byExponent],
});
