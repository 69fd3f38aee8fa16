import { checkOneOf, checkOptions } from '@ostinato/base';
import { fusedGelu } from '../fused/gelu.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { add, mul } from './binary.ts';
import { checkTensor } from './make.ts';
import { erf, sigmoid, square } from './unary.ts';

type Floats = Tensor<'float32'>;

/** Options of `gelu`. */
export interface GeluOptions {
  /** `none`: by the error function; `tanh`: the approximation that GPT-2 uses. Default `none`. */
  readonly approximate?: 'none' | 'tanh';
}

const [inner, outer] = [Math.sqrt(8 / Math.PI), 0.044715];

/** How much of x passes. */
const shares = {
  none: (x: Floats) => mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5), // P(Z <= x)
  tanh: (x: Floats) => sigmoid(mul(x, add(mul(square(x), inner * outer), inner))), // (1 + tanh(u)) / 2 = sigmoid(2 u)
};

/** `x P(Z <= x)` of a standard normal `Z`. Hendrycks and Gimpel 2016. @throws ArgumentError */
export function gelu(x: Floats, options: GeluOptions = {}): Floats {
  checkOptions('gelu', options, ['approximate']);
  const approximate = checkOneOf('gelu', 'approximate', options.approximate ?? 'none', ['none', 'tanh']);
  checkTensor('gelu', 'x', x, 'float32');
  return fusedGelu(x, approximate) ?? tidy(() => mul(x, shares[approximate](x)));
}
