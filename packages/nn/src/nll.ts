import { checkInteger, checkOneOf, checkOptions } from '@ostinato/base';
import { div, reshape, sum, type Tensor, tidy } from '@ostinato/tensor';
import { checkTensor } from './check-tensor.ts';
import { checkClassShapes, classesLast, classLosses } from './class-targets.ts';
import { type Reduction, reductions } from './reduction.ts';

type Floats = Tensor<'float32'>;

/** Options of `nll`. */
export interface NllOptions {
  /** A weight for each class, `[classes]`. Default: all 1. */
  readonly weight?: Floats;
  /** Targets that do not count. Default -100. */
  readonly ignoreIndex?: number;
  /** `mean` divides by the sum of the weights of the targets that count. Default `mean`. */
  readonly reduction?: Reduction;
}

/**
 * Negative log likelihood of the targets, `-logProbabilities[target]`: what `crossEntropy` does after its `logSoftmax`.
 * `[batch, classes]`, `[batch, classes, ...]` or `[classes]`; targets are class ids without the class axis.
 * @throws IndexError for a target that is no class, ShapeError
 */
export function nll(logProbabilities: Floats, target: Tensor<'int32'>, options: NllOptions = {}): Floats {
  checkOptions('nll', options, ['weight', 'ignoreIndex', 'reduction']);
  const reduction = checkOneOf('nll', 'reduction', options.reduction ?? 'mean', reductions);
  const ignoreIndex = checkInteger('nll', 'ignoreIndex', options.ignoreIndex ?? -100);
  checkTensor('nll', 'target', target, 'int32');
  const { axis, shape } = checkClassShapes('nll', logProbabilities, target, options.weight, 'logProbabilities');
  return tidy(() => {
    const { losses, counts } = classLosses('nll', classesLast(logProbabilities, axis), target, {
      weight: options.weight,
      ignoreIndex,
      smoothing: 0,
    });
    if (reduction === 'none') return reshape(losses, shape);
    return reduction === 'sum' ? sum(losses) : div(sum(losses), sum(counts!));
  });
}
