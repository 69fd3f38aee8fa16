import { add, less, log, mul, neg, sub, type Tensor, where } from '@ostinato/tensor';
import { checkBroadcasts, elementwiseLoss, type ElementwiseLossOptions } from './elementwise-loss.ts';

type Floats = Tensor<'float32'>;

/** Options of `bce`. */
export interface BceOptions extends ElementwiseLossOptions {
  /** Weights of the elements; broadcasts to the target. Default: all 1. */
  readonly weight?: Floats;
}

/** `log p`, -100 with gradient 0 where it would be lower, so that a loss stays finite, as in torch. */
function boundedLog(p: Floats): Floats {
  const tiny = less(p, Math.exp(-100));
  return where(tiny, -100, log(where(tiny, 1, p)));
}

/**
 * Binary cross entropy `-(t log p + (1 - t) log(1 - p))` of probabilities. From logits use `bceWithLogits`, which is exact
 * where sigmoids saturate.
 * @throws ShapeError when the shapes differ
 */
export function bce(probability: Floats, target: Floats, options: BceOptions = {}): Floats {
  return elementwiseLoss(
    'bce',
    probability,
    target,
    options,
    ['weight'],
    () => {
      checkBroadcasts('bce', 'weight', options.weight, target.shape);
      const likelihood = add(
        mul(target, boundedLog(probability)),
        mul(sub(1, target), boundedLog(sub(1, probability))),
      );
      return neg(options.weight === undefined ? likelihood : mul(likelihood, options.weight));
    },
    'probability',
  );
}
