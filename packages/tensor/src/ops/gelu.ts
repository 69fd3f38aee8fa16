import { checkOneOf, checkOptions } from '@ostinato/base';
import { isFirstOrder } from '../fused/is-first-order.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { add, mul, sub } from './binary.ts';
import { detach } from './detach.ts';
import { checkTensor } from './make.ts';
import { erf, exp, sigmoid, square } from './unary.ts';

type Floats = Tensor<'float32'>;

/** Options of `gelu`. */
export interface GeluOptions {
  /** `none`: by the error function; `tanh`: the approximation that GPT-2 uses. Default `none`. */
  readonly approximate?: 'none' | 'tanh';
}

/** A share of x that depends on x, and its derivative from x and the share. */
interface Share {
  readonly of: (x: Floats) => Floats;
  readonly slope: (x: Floats, share: Floats) => Floats;
}

const [inner, outer] = [Math.sqrt(8 / Math.PI), 0.044715];

/** How much of x passes. */
const shares: Readonly<Record<'none' | 'tanh', Share>> = {
  none: {
    of: (x) => mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5), // P(Z <= x)
    slope: (x) => mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI)), // the density of Z
  },
  tanh: {
    of: (x) => sigmoid(mul(x, add(mul(square(x), inner * outer), inner))), // (1 + tanh(u)) / 2 = sigmoid(2 u)
    slope: (x, s) => mul(mul(s, sub(1, s)), add(mul(square(x), 3 * inner * outer), inner)), // s (1 - s) 2 u'
  },
};

/** `x P(Z <= x)` of a standard normal `Z`. Hendrycks and Gimpel 2016. @throws ArgumentError */
export function gelu(x: Floats, options: GeluOptions = {}): Floats {
  checkOptions('gelu', options, ['approximate']);
  const { of, slope } = shares[checkOneOf('gelu', 'approximate', options.approximate ?? 'none', ['none', 'tanh'])];
  checkTensor('gelu', 'x', x, 'float32');
  return tidy(() => {
    if (!isFirstOrder()) return mul(x, of(x));
    const quiet = detach(x); // one rule for all of it, of fewer ops than those of its parts
    const share = of(quiet);
    return differentiable(
      'gelu',
      [x],
      mul(quiet, share),
      [x, share],
      [
        (g, [value, s]) => mul(g, add(s, mul(value, slope(value, s)))), // share + x share'
      ],
    );
  });
}
