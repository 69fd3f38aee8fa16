import { checkInteger, checkNumber, checkOneOf, checkOptions } from '@ostinato/base';
import { add, broadcastTo, div, logSoftmax, mean, mul, reshape, sum, type Tensor, tidy } from '@ostinato/tensor';
import {
  checkClassShapes,
  classesLast,
  type ClassLossOptions,
  classLosses,
  type CountedLosses,
} from './class-targets.ts';
import { fusedClassLosses } from './fused-class-losses.ts';
import { type Reduction, reductions } from './reduction.ts';

type Floats = Tensor<'float32'>;

/** Options of `crossEntropy`. */
export interface CrossEntropyOptions {
  /** A weight for each class, `[classes]`. Default: all 1. */
  readonly weight?: Floats;
  /** Targets that do not count. Default -100. */
  readonly ignoreIndex?: number;
  /** Share of the target that is spread over all classes, 0 to 1. Default 0. Szegedy et al. 2016. */
  readonly labelSmoothing?: number;
  /** `mean` divides by the sum of the weights of the targets that count. Default `mean`. */
  readonly reduction?: Reduction;
}

/**
 * Negative log likelihood of the targets under softmax(logits), in nats, as torch's `cross_entropy`. Logits are
 * `[batch, classes]`, `[batch, classes, ...]` or `[classes]`; targets are class ids without the class axis, or
 * probabilities (float32) of the same shape as the logits.
 * @throws IndexError for a target that is no class, ShapeError, DTypeError
 */
export function crossEntropy(
  logits: Floats,
  target: Tensor<'int32'> | Floats,
  options: CrossEntropyOptions = {},
): Floats {
  checkOptions('crossEntropy', options, ['weight', 'ignoreIndex', 'labelSmoothing', 'reduction']);
  const reduction = checkOneOf('crossEntropy', 'reduction', options.reduction ?? 'mean', reductions);
  const smoothing = checkNumber('crossEntropy', 'labelSmoothing', options.labelSmoothing ?? 0, { min: 0, max: 1 });
  const ignoreIndex = checkInteger('crossEntropy', 'ignoreIndex', options.ignoreIndex ?? -100);
  const { axis, shape } = checkClassShapes('crossEntropy', logits, target, options.weight);
  return tidy(() => {
    const rows = classesLast(logits, axis);
    const { losses, counts } =
      target.dtype === 'float32'
        ? softLosses(logSoftmax(rows), classesLast(target as Floats, axis), options.weight, smoothing)
        : hardLosses(rows, target as Tensor<'int32'>, { weight: options.weight, ignoreIndex, smoothing });
    if (reduction === 'none') return reshape(losses, shape);
    if (reduction === 'sum') return sum(losses);
    return counts === undefined ? mean(losses) : div(sum(losses), sum(counts));
  });
}

/** In one kernel where there is one. */
function hardLosses(logits: Floats, target: Tensor<'int32'>, options: ClassLossOptions): CountedLosses {
  return (
    fusedClassLosses('crossEntropy', logits, target, options) ??
    classLosses('crossEntropy', logSoftmax(logits), target, options)
  );
}

/** `-sum over classes of w t log p`, targets first smoothed toward uniform. */
function softLosses(logP: Floats, target: Floats, weight: Floats | undefined, smoothing: number): CountedLosses {
  const classes = logP.shape[1]!;
  const smooth = smoothing === 0 ? target : add(mul(target, 1 - smoothing), smoothing / classes);
  const weights = weight === undefined ? smooth : mul(smooth, broadcastTo(weight, smooth.shape));
  return { losses: mul(sum(mul(logP, weights), -1), -1), counts: undefined };
}
