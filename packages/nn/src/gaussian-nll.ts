import { checkFlags, checkNumber, checkOneOf, checkOptions } from '@ostinato/base';
import { add, clip, detach, div, log, mul, square, sub, type Tensor, tidy } from '@ostinato/tensor';
import { checkTensor } from './check-tensor.ts';
import { checkBroadcasts, checkSameShape } from './elementwise-loss.ts';
import { reduceLoss, type Reduction, reductions } from './reduction.ts';

type Floats = Tensor<'float32'>;

/** Options of `gaussianNll`. */
export interface GaussianNllOptions {
  /** Whether the constant `log(2 pi) / 2` is added. Default `false`. */
  readonly full?: boolean;
  /** The least variance; lower ones still get a gradient, as in torch. Default 1e-6. */
  readonly eps?: number;
  /** Default `mean`. */
  readonly reduction?: Reduction;
}

/**
 * Negative log likelihood of the target under a normal distribution, `(log variance + (mean - target)^2 / variance) / 2`;
 * the variance broadcasts. Nix and Weigend 1994.
 * @throws ShapeError when mean and target differ in shape
 */
export function gaussianNll(mean: Floats, target: Floats, variance: Floats, options: GaussianNllOptions = {}): Floats {
  checkOptions('gaussianNll', options, ['full', 'eps', 'reduction']);
  checkFlags('gaussianNll', { full: options.full });
  const eps = checkNumber('gaussianNll', 'eps', options.eps ?? 1e-6, { above: 0 });
  const reduction = checkOneOf('gaussianNll', 'reduction', options.reduction ?? 'mean', reductions);
  checkSameShape('gaussianNll', { mean, target });
  checkTensor('gaussianNll', 'variance', variance);
  checkBroadcasts('gaussianNll', 'variance', variance, mean.shape);
  return tidy(() => {
    const safe = add(variance, detach(sub(clip(variance, eps), variance)));
    const losses = mul(add(log(safe), div(square(sub(mean, target)), safe)), 0.5);
    return reduceLoss(options.full === true ? add(losses, Math.log(2 * Math.PI) / 2) : losses, reduction);
  });
}
