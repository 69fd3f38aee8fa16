import { checkFlags, checkOneOf, checkOptions } from '@ostinato/base';
import { div, equal, exp, log, mul, sub, sum, type Tensor, tidy, where } from '@ostinato/tensor';
import { checkSameShape } from './elementwise-loss.ts';
import { reduceLoss, type Reduction, reductions } from './reduction.ts';

type Floats = Tensor<'float32'>;

/** Options of `kl`. */
export interface KlOptions {
  /** Whether targets are log probabilities as well. Default `false`. */
  readonly logTarget?: boolean;
  /** `batchMean` divides the sum by the size of the first axis: the divergence of an example. Default `mean`, as in torch. */
  readonly reduction?: Reduction | 'batchMean';
}

/**
 * Kullback-Leibler divergence `target (log target - logProbabilities)`, in nats; 0 where the target is 0.
 * Both `[batch, ..., classes]`. Kullback and Leibler 1951.
 * @throws ShapeError when the shapes differ
 */
export function kl(logProbabilities: Floats, target: Floats, options: KlOptions = {}): Floats {
  checkOptions('kl', options, ['logTarget', 'reduction']);
  const reduction = checkOneOf('kl', 'reduction', options.reduction ?? 'mean', [...reductions, 'batchMean']);
  checkFlags('kl', { logTarget: options.logTarget });
  checkSameShape('kl', { logProbabilities, target });
  return tidy(() => {
    const losses =
      options.logTarget === true
        ? mul(exp(target), sub(target, logProbabilities))
        : divergence(logProbabilities, target);
    return reduction === 'batchMean' ? div(sum(losses), target.shape[0] ?? 1) : reduceLoss(losses, reduction);
  });
}

/** Where the target is 0 nothing else is looked at: 0 times infinity would be NaN. */
function divergence(logP: Floats, target: Floats): Floats {
  const zero = equal(target, 0);
  const ratio = sub(log(where(zero, 1, target)), where(zero, 0, logP));
  return mul(target, ratio);
}
