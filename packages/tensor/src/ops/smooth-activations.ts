import { checkNumber } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { add, div, mul, sub } from './binary.ts';
import { greater } from './compare.ts';
import { formula } from './formula.ts';
import { softplus } from './softplus.ts';
import { abs, expm1, neg, sigmoid, tanh } from './unary.ts';
import { where } from './where.ts';

type Floats = Tensor<'float32'>;

/** `scale x` above 0, `scale alpha (exp(x / width) - 1)` elsewhere; the exponent never sees a positive number. */
function exponentialBelow(x: Floats, scale: number, alpha: number, width: number): Floats {
  const positive = greater(x, 0);
  const below = where(positive, 0, x);
  const curve = mul(expm1(width === 1 ? below : div(below, width)), scale * alpha); // scale alpha / width exp(x / width)
  return where(positive, scale === 1 ? x : mul(x, scale), curve);
}

/** `x`, below 0 `alpha (exp(x) - 1)`. Clevert et al. 2015. */
export function elu(x: Floats, alpha = 1): Floats {
  checkNumber('elu', 'alpha', alpha);
  return formula('elu', x, () => exponentialBelow(x, 1, alpha, 1));
}

/** `x`, below 0 `alpha (exp(x / alpha) - 1)`. Barron 2017. @throws ArgumentError when `alpha` is not positive */
export function celu(x: Floats, alpha = 1): Floats {
  checkNumber('celu', 'alpha', alpha, { above: 0 });
  return formula('celu', x, () => exponentialBelow(x, 1, alpha, alpha));
}

/** `elu` scaled so that layers keep mean 0 and variance 1. Klambauer et al. 2017. */
export function selu(x: Floats): Floats {
  return formula('selu', x, () => exponentialBelow(x, 1.0507009873554805, 1.6732632423543772, 1));
}

/** `x sigmoid(x)`, also called swish. Elfwing et al. 2017. */
export function silu(x: Floats): Floats {
  return formula('silu', x, () => mul(x, sigmoid(x))); // s + x s (1 - s)
}

/** `x tanh(softplus(x))`. Misra 2019. */
export function mish(x: Floats): Floats {
  return formula('mish', x, () => mul(x, tanh(softplus(x))));
}

/** `x / (1 + |x|)` */
export function softsign(x: Floats): Floats {
  return formula('softsign', x, () => div(x, add(abs(x), 1))); // 1 / (1 + |x|)^2
}

/** `x - tanh(x)` */
export function tanhShrink(x: Floats): Floats {
  return formula('tanhShrink', x, () => sub(x, tanh(x))); // tanh^2 x
}

/** `log(sigmoid(x))`, exact for large negative `x`. */
export function logSigmoid(x: Floats): Floats {
  return formula('logSigmoid', x, () => neg(softplus(neg(x), { threshold: Infinity }))); // sigmoid(-x)
}
