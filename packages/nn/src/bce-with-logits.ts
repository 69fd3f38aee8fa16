import { add, mul, neg, softplus, sub, type Tensor } from '@ostinato/tensor';
import { checkBroadcasts, elementwiseLoss, type ElementwiseLossOptions } from './elementwise-loss.ts';

type Floats = Tensor<'float32'>;

/** Options of `bceWithLogits`. */
export interface BceWithLogitsOptions extends ElementwiseLossOptions {
  /** Weights of the elements; broadcasts to the target. Default: all 1. */
  readonly weight?: Floats;
  /** Weights of the positive part of the loss; broadcasts to the target. Default: all 1. */
  readonly posWeight?: Floats;
}

/** Binary cross entropy of `sigmoid(logits)`, without overflow: `(1 - t) x + (1 + (posWeight - 1) t) softplus(-x)`. @throws ShapeError when the shapes differ */
export function bceWithLogits(logits: Floats, target: Floats, options: BceWithLogitsOptions = {}): Floats {
  return elementwiseLoss(
    'bceWithLogits',
    logits,
    target,
    options,
    ['weight', 'posWeight'],
    () => {
      const { weight, posWeight } = options;
      checkBroadcasts('bceWithLogits', 'weight', weight, target.shape);
      checkBroadcasts('bceWithLogits', 'posWeight', posWeight, target.shape);
      const positive = softplus(neg(logits), { threshold: Infinity }); // -log sigmoid(x)
      const weighed = posWeight === undefined ? positive : mul(positive, add(mul(sub(posWeight, 1), target), 1));
      const losses = add(mul(sub(1, target), logits), weighed);
      return weight === undefined ? losses : mul(losses, weight);
    },
    'logits',
  );
}
