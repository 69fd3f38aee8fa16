import { checkInteger, checkNumber, checkOneOf, checkOptions, IndexError, ShapeError } from '@ostinato/base';
import {
  add, broadcastTo, cast, div, indexSelect, logSoftmax, mean, mul, notEqual, permute, reshape, sum, takeAlongAxis,
  type Tensor, tidy, where,
} from '@ostinato/tensor';
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
 * @throws IndexError for a target that is no class, ShapeError
 */
export function crossEntropy(logits: Floats, target: Tensor<'int32'> | Floats, options: CrossEntropyOptions = {}): Floats {
  checkOptions('crossEntropy', options, ['weight', 'ignoreIndex', 'labelSmoothing', 'reduction']);
  const reduction = checkOneOf('crossEntropy', 'reduction', options.reduction ?? 'mean', reductions);
  const smoothing = checkNumber('crossEntropy', 'labelSmoothing', options.labelSmoothing ?? 0, { min: 0, max: 1 });
  const ignoreIndex = checkInteger('crossEntropy', 'ignoreIndex', options.ignoreIndex ?? -100);
  const { axis, shape } = checkShapes(logits, target, options.weight);
  return tidy(() => {
    const logProbabilities = logSoftmax(classesLast(logits, axis));
    const { losses, counts } =
      target.dtype === 'float32'
        ? softLosses(logProbabilities, classesLast(target as Floats, axis), options.weight, smoothing)
        : hardLosses(logProbabilities, target as Tensor<'int32'>, options.weight, ignoreIndex, smoothing);
    if (reduction === 'none') return reshape(losses, shape);
    if (reduction === 'sum') return sum(losses);
    return counts === undefined ? mean(losses) : div(sum(losses), sum(counts));
  });
}

/** Axis of the classes, and the shape of the losses. */
function checkShapes(logits: Floats, target: Tensor, weight: Floats | undefined): { axis: number; shape: number[] } {
  const axis = logits.rank === 1 ? 0 : 1;
  const classes = logits.shape[axis];
  const shape = logits.shape.filter((_, i) => i !== axis);
  const expected = target.dtype === 'float32' ? logits.shape : shape;
  if (classes === undefined || target.shape.join() !== expected.join()) {
    throw new ShapeError(`crossEntropy: logits [${logits.shape}] need ${target.dtype} targets of shape [${expected}], got [${target.shape}].`);
  }
  if (weight !== undefined && weight.shape.join() !== `${classes}`) {
    throw new ShapeError(`crossEntropy: weight must be [${classes}], one for each class, got [${weight.shape}].`);
  }
  return { axis, shape };
}

/** `[..., classes]` flattened to `[elements, classes]`. */
function classesLast(x: Floats, axis: number): Floats {
  const classes = x.shape[axis]!;
  const order = [...x.shape.keys()].filter((i) => i !== axis);
  return reshape(x.rank < 3 ? x : permute(x, [...order, axis]), [x.size / (classes || 1), classes]);
}

interface Losses {
  readonly losses: Floats;
  /** What each element counts in the mean; undefined when all count 1. */
  readonly counts: Floats | undefined;
}

/** `-w[t] log p[t]`, with smoothing `s`: `(1 - s)` of it and `s / classes` of `-w . log p`. */
function hardLosses(logP: Floats, target: Tensor<'int32'>, weight: Floats | undefined, ignoreIndex: number, smoothing: number): Losses {
  const classes = logP.shape[1]!;
  const ids = reshape(target, [-1, 1]);
  const keep = notEqual(ids, ignoreIndex);
  const safe = where(keep, ids, 0);
  const picked = pick(logP, safe, classes);
  const classWeight = weight === undefined ? undefined : indexSelect(reshape(weight, [classes, 1]), reshape(safe, [-1]));
  const counts = classWeight === undefined ? cast(keep, 'float32') : where(keep, classWeight, 0);
  const hard = mul(picked, classWeight === undefined ? -1 : mul(classWeight, -1));
  if (smoothing === 0) return { losses: where(keep, hard, 0), counts };
  const weighted = weight === undefined ? logP : mul(logP, weight);
  const uniform = mul(sum(weighted, -1, { keepDims: true }), -smoothing / classes);
  return { losses: where(keep, add(mul(hard, 1 - smoothing), uniform), 0), counts };
}

function pick(logP: Floats, ids: Tensor<'int32'>, classes: number): Floats {
  try {
    return takeAlongAxis(logP, ids);
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    const where = error.message.match(/index .* at position \d+/)?.[0].replace('index', 'target') ?? 'a target';
    throw new IndexError(`crossEntropy: ${where} is not one of ${classes} classes, 0 to ${classes - 1}.`, { cause: error });
  }
}

/** `-sum over classes of w t log p`, targets first smoothed toward uniform. */
function softLosses(logP: Floats, target: Floats, weight: Floats | undefined, smoothing: number): Losses {
  const classes = logP.shape[1]!;
  const smooth = smoothing === 0 ? target : add(mul(target, 1 - smoothing), smoothing / classes);
  const weights = weight === undefined ? smooth : mul(smooth, broadcastTo(weight, smooth.shape));
  return { losses: mul(sum(mul(logP, weights), -1), -1), counts: undefined };
}
