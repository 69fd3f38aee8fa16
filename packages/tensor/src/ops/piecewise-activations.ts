import { checkNumber } from '@ostinato/base';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { add, div, mul, sub } from './binary.ts';
import { greater, greaterEqual, less, lessEqual } from './compare.ts';
import { runScalar } from './define-binary.ts';
import { formula } from './formula.ts';
import { logicalOr } from './logical.ts';
import { checkTensor } from './make.ts';
import { abs, sign } from './unary.ts';
import { where } from './where.ts';

type Floats = Tensor<'float32'>;

/** `x`, below 0 `slope x` (default 0.01). Maas et al. 2013. */
export function leakyRelu(x: Floats, slope = 0.01): Floats {
  checkNumber('leakyRelu', 'slope', slope);
  return formula('leakyRelu', x, () => where(greater(x, 0), x, mul(x, slope))); // 1 or slope; slope at 0
}

/** `x` cut to `min` and `max` (default -1 and 1); the derivative at the ends is 0, as in torch. */
export function hardtanh(x: Floats, min = -1, max = 1): Floats {
  checkNumber('hardtanh', 'max', max, { min: checkNumber('hardtanh', 'min', min) });
  return formula('hardtanh', x, () => where(lessEqual(x, min), min, where(greaterEqual(x, max), max, x))); // 1 inside
}

/** `x` cut to 0 and 6; the derivative at the ends is 0. Krizhevsky 2010. */
export function relu6(x: Floats): Floats {
  return formula('relu6', x, () => hardtanh(x, 0, 6)); // 1 inside
}

/** `x / 6 + 1/2` cut to 0 and 1. */
export function hardSigmoid(x: Floats): Floats {
  return formula('hardSigmoid', x, () => div(hardtanh(add(x, 3), 0, 6), 6)); // 1/6 inside
}

/** `x hardSigmoid(x)`: 0 below -3, `x` from 3 on. Howard et al. 2019. */
export function hardSwish(x: Floats): Floats {
  return formula('hardSwish', x, () => {
    const [below, above] = [less(x, -3), greaterEqual(x, 3)];
    const middle = where(logicalOr(below, above), 0, x); // infinity times a gradient of 0 would be NaN
    return where(below, 0, where(above, x, div(mul(middle, add(middle, 3)), 6))); // x/3 + 1/2
  });
}

/** `x` moved toward 0 by `lambda` (default 0.5), 0 within `lambda` of it. */
export function softShrink(x: Floats, lambda = 0.5): Floats {
  checkNumber('softShrink', 'lambda', lambda, { min: 0 });
  return formula('softShrink', x, () => where(lessEqual(abs(x), lambda), 0, sub(x, mul(sign(x), lambda)))); // 1 outside
}

/** `x`, 0 within `lambda` (default 0.5) of it. */
export function hardShrink(x: Floats, lambda = 0.5): Floats {
  checkNumber('hardShrink', 'lambda', lambda, { min: 0 });
  checkTensor('hardShrink', 'x', x, 'float32');
  return differentiable(
    'hardShrink',
    [x],
    runScalar('scalar.hardShrink', x, lambda),
    [x],
    [
      (g, [value]) => where(lessEqual(abs(value as Floats), lambda), 0, g), // 1 outside
    ],
  );
}
