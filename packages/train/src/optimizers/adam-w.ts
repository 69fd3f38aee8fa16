import { checkFlags, checkNumber, checkOptions } from '@ostinato/base';
import { hostNumber, mul, neg, type Parameter } from '@ostinato/tensor';
import { type AdamOptions, checkRates, writeAdam } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { slotOptimizer, type UpdateMoment } from './slot-optimizer.ts';

/** Options of `adamW`. */
export interface AdamWOptions extends Omit<AdamOptions, 'weightDecay'> {
  /** The parameter shrinks by this times the learning rate before each step, whatever its gradient. Default 0.01. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019) as `torch.optim.AdamW`. Slots: those of `adam`. Biases and norms are often
 * left without decay: see `groups`.
 * @throws ArgumentError for a negative rate or a beta outside [0, 1)
 *
 * @example
 * const optimizer = adamW({ learningRate: 1e-3, weightDecay: 0.1 });
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  checkOptions('adamW', options, ['learningRate', 'betas', 'epsilon', 'weightDecay', 'amsgrad', 'maximize']);
  const { learningRate = 0.001, betas = [0.9, 0.999], epsilon = 1e-8 } = options;
  const { weightDecay = 0.01, amsgrad = false, maximize = false } = options;
  checkFlags('adamW', { amsgrad, maximize });
  checkNumber('adamW', 'learningRate', learningRate, { min: 0, below: Infinity });
  const rates = checkRates('adamW', { betas, epsilon, weightDecay, amsgrad });
  const undecayed = { ...rates, weightDecay: 0 };
  return slotOptimizer({
    kind: 'adamW',
    learningRate,
    options: { ...rates, maximize },
    slots: ['exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])],
    update: (parameter, gradient, slots, at) => {
      if (weightDecay > 0) shrink(parameter, weightDecay, at);
      writeAdam(parameter, maximize ? neg(gradient) : gradient, slots, undecayed, at);
    },
  });
}

/** `parameter (1 - rate decay)`, in place. */
function shrink(parameter: Parameter, decay: number, at: UpdateMoment): void {
  const { backend, size } = parameter;
  const factor = hostNumber(() => 1 - at.learningRate * decay);
  if (backend.at === undefined) {
    parameter.assign(mul(parameter, factor));
    return;
  }
  const storage = parameter.writeInPlace();
  backend.kernels['scalar.mul'](storage, storage, 1, size, size, size, factor);
}
