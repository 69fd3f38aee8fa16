import { checkFlags, checkNumber, checkOptions } from '@ostinato/base';
import { add, exp, greater, log, mul, sub, type Tensor, where } from '@ostinato/tensor';
import { elementwiseLoss, type ElementwiseLossOptions } from './elementwise-loss.ts';

type Floats = Tensor<'float32'>;

/** Options of `poissonNll`. */
export interface PoissonNllOptions extends ElementwiseLossOptions {
  /** Whether predictions are logarithms of rates. Default `true`. */
  readonly logInput?: boolean;
  /** Whether Stirling's approximation of `log(target!)` is added where the target is above 1. Default `false`. */
  readonly full?: boolean;
  /** Added to rates before their logarithm is taken. Default 1e-8. */
  readonly eps?: number;
}

/** Negative log likelihood of counts under Poisson distributions: `exp(x) - target x`, of rates `x - target log(x + eps)`. @throws ShapeError when the shapes differ */
export function poissonNll(prediction: Floats, target: Floats, options: PoissonNllOptions = {}): Floats {
  checkOptions('poissonNll', options, ['logInput', 'full', 'eps', 'reduction']);
  const { logInput = true, full = false } = options;
  checkFlags('poissonNll', { logInput, full });
  const eps = checkNumber('poissonNll', 'eps', options.eps ?? 1e-8, { min: 0 });
  return elementwiseLoss('poissonNll', prediction, target, options, ['logInput', 'full', 'eps'], () => {
    const losses = logInput
      ? sub(exp(prediction), mul(target, prediction))
      : sub(prediction, mul(target, log(add(prediction, eps))));
    return full ? add(losses, stirling(target)) : losses;
  });
}

/** `t log t - t + log(2 pi t) / 2` where `t` is above 1, else 0. */
function stirling(target: Floats): Floats {
  const large = greater(target, 1);
  const t = where(large, target, 1);
  const value = add(sub(mul(t, log(t)), t), mul(log(mul(t, 2 * Math.PI)), 0.5));
  return where(large, value, 0);
}
