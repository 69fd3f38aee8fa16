import { checkFlags, checkNumber, checkOptions } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { cast } from './cast.ts';
import { equal, notEqual } from './compare.ts';
import { max, min } from './max.ts';
import { pow } from './pow.ts';
import { planReduction } from './reduce-rows.ts';
import { safeSqrt } from './safe-sqrt.ts';
import { sum } from './sum.ts';
import { abs, square } from './unary.ts';
import { where } from './where.ts';

type Floats = Tensor<'float32'>;

/** Options of `norm`. */
export interface NormOptions {
  /** The order: 2 is Euclid's, 1 sums sizes, Infinity takes the largest, -Infinity the smallest, 0 counts what is not 0. Default 2. */
  readonly p?: number;
  /** Whether reduced axes stay with size 1. Default `false`. */
  readonly keepDims?: boolean;
}

/** A power with derivative 0 at 0, also where it would be infinite. */
function safePower(x: Floats, p: number): Floats {
  const zero = equal(x, 0);
  return where(zero, 0, pow(where(zero, 1, x), p));
}

/** Length of the vectors along axes (default: all), `(sum |x|^p)^(1/p)`; the derivative at a zero vector is 0. @throws AxisError, DTypeError */
export function norm(x: Floats, axes?: number | readonly number[], options: NormOptions = {}): Floats {
  checkOptions('norm', options, ['p', 'keepDims']);
  const { p = 2, keepDims = false } = options;
  checkFlags('norm', { keepDims });
  checkNumber('norm', 'p', p, p === -Infinity ? {} : { min: 0 });
  const { axes: reduced } = planReduction('norm', x, axes);
  return tidy(() => {
    if (p === 2) return safeSqrt(sum(square(x), reduced, { keepDims }));
    if (p === 0) return sum(cast(notEqual(x, 0), 'float32'), reduced, { keepDims });
    if (p === 1) return sum(abs(x), reduced, { keepDims });
    if (Math.abs(p) === Infinity) return (p > 0 ? max : min)(abs(x), reduced, { keepDims });
    return safePower(sum(safePower(abs(x), p), reduced, { keepDims }), 1 / p);
  });
}
