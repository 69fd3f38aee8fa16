import { ArgumentError, checkFlags, checkNumber, checkOptions, typeError } from '@ostinato/base';
import {
  add,
  type Buffer,
  div,
  hostNumber,
  maximum,
  mul,
  neg,
  type Parameter,
  sqrt,
  sub,
  type Tensor,
} from '@ostinato/tensor';
import type { Optimizer } from './optimizer.ts';
import { slotOptimizer, type UpdateMoment } from './slot-optimizer.ts';

/** Options of `adam`. */
export interface AdamOptions {
  /** Step size, at least 0. Default 0.001. */
  readonly learningRate?: number;
  /** How much of the running means of the gradient and of its square is kept, each within [0, 1). Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the root of the mean square, at least 0. Default 1e-8. */
  readonly epsilon?: number;
  /** L2 penalty: this times the parameter is added to the gradient (not AdamW's decoupled decay). Default 0. */
  readonly weightDecay?: number;
  /** Divides by the largest mean square so far (Reddi et al. 2018). Default `false`. */
  readonly amsgrad?: boolean;
  /** Climbs instead of descending. Default `false`. */
  readonly maximize?: boolean;
}

/** What the formula of Adam needs beside the learning rate. */
export interface AdamRates {
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly amsgrad: boolean;
}

type Floats = Tensor<'float32'>;

/**
 * Adam (Kingma and Ba 2015) as `torch.optim.Adam`. Slots: `exp_avg`, `exp_avg_sq`, with amsgrad `max_exp_avg_sq`.
 * @throws ArgumentError for a negative rate or a beta outside [0, 1)
 *
 * @example
 * const optimizer = adam({ learningRate: 0.002 });
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptions('adam', options, ['learningRate', 'betas', 'epsilon', 'weightDecay', 'amsgrad', 'maximize']);
  const {
    learningRate = 0.001,
    betas = [0.9, 0.999],
    epsilon = 1e-8,
    weightDecay = 0,
    amsgrad = false,
    maximize = false,
  } = options;
  checkFlags('adam', { amsgrad, maximize });
  checkNumber('adam', 'learningRate', learningRate, { min: 0, below: Infinity });
  const rates = checkRates('adam', { betas, epsilon, weightDecay, amsgrad });
  return slotOptimizer({
    kind: 'adam',
    learningRate,
    options: { ...rates, maximize },
    slots: ['exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])],
    update: (parameter, gradient, slots, at) =>
      writeAdam(parameter, maximize ? neg(gradient) : gradient, slots, rates, at),
  });
}

/** Checks the rates of `adam` or `adamW` and returns them. @throws ArgumentError */
export function checkRates(where: string, { betas, epsilon, weightDecay, amsgrad }: AdamRates): AdamRates {
  if (!Array.isArray(betas)) throw typeError(where, 'betas', 'two numbers', betas);
  if (betas.length !== 2) throw new ArgumentError(`${where}: betas must be two numbers, got ${betas.length}.`);
  betas.forEach((beta, i) => checkNumber(where, `betas[${i}]`, beta, { min: 0, below: 1 }));
  checkNumber(where, 'epsilon', epsilon, { min: 0, below: Infinity });
  checkNumber(where, 'weightDecay', weightDecay, { min: 0, below: Infinity });
  return { betas: [betas[0]!, betas[1]!], epsilon, weightDecay, amsgrad };
}

/** Writes one parameter and its slots in place. */
export function writeAdam(
  parameter: Parameter,
  gradient: Floats,
  slots: readonly Buffer<'float32'>[],
  rates: AdamRates,
  at: UpdateMoment,
): void {
  const { backend, size } = parameter;
  const { adamStep } = backend.kernels;
  if (adamStep === undefined || backend.at === undefined) {
    const next = adamFormula(parameter, gradient, slots, rates, at);
    parameter.assign(next.parameter);
    slots.forEach((slot, i) => slot.assign(next.slots[i]!));
    return;
  }
  const { betas, epsilon, weightDecay, amsgrad } = rates;
  const p = parameter.writeInPlace();
  const [m, v, largest = v] = slots.map((slot) => slot.writeInPlace()); // without amsgrad the kernel leaves it alone
  adamStep(
    p,
    m,
    v,
    largest,
    gradient.storage(),
    1,
    size,
    hostNumber(() => at.learningRate),
    ...betas,
    epsilon,
    weightDecay,
    hostNumber(() => 1 - betas[0] ** at.step),
    hostNumber(() => 1 - betas[1] ** at.step),
    Number(amsgrad),
  );
}

/** One step of one parameter in plain ops, in torch's order: what the fused kernel computes. */
function adamFormula(
  parameter: Floats,
  gradient: Floats,
  [mean, square, largest]: readonly Floats[],
  { betas: [beta1, beta2], epsilon, weightDecay, amsgrad }: AdamRates,
  { learningRate, step }: UpdateMoment,
): { parameter: Floats; slots: readonly Floats[] } {
  const g = weightDecay === 0 ? gradient : add(gradient, mul(parameter, weightDecay));
  const m = add(mul(mean!, beta1), mul(g, 1 - beta1));
  const v = add(mul(square!, beta2), mul(mul(g, 1 - beta2), g));
  const top = amsgrad ? maximum(largest!, v) : v;
  const denominator = add(div(sqrt(top), Math.sqrt(1 - beta2 ** step)), epsilon);
  const change = div(mul(m, learningRate / (1 - beta1 ** step)), denominator);
  return { parameter: sub(parameter, change), slots: amsgrad ? [m, v, top] : [m, v] };
}
