import { ArgumentError, checkFlags, checkNumber, checkOptions } from '@ostinato/base';
import { add, type Buffer, hostNumber, mul, neg, type Parameter, sub, type Tensor } from '@ostinato/tensor';
import type { Optimizer } from './optimizer.ts';
import { slotOptimizer, type UpdateMoment } from './slot-optimizer.ts';

/** Options of `sgd`. */
export interface SgdOptions {
  /** Step size, at least 0. Required, as in torch 1.13. */
  readonly learningRate: number;
  /** Share of the last velocity that is kept, at least 0. Default 0: no velocity, no slot. */
  readonly momentum?: number;
  /** Share of the gradient that does not enter the velocity. Default 0. */
  readonly dampening?: number;
  /** L2 penalty: this times the parameter is added to the gradient. Default 0. */
  readonly weightDecay?: number;
  /** Looks ahead by one velocity (Sutskever et al. 2013). Needs momentum, and no dampening. Default `false`. */
  readonly nesterov?: boolean;
  /** Climbs instead of descending. Default `false`. */
  readonly maximize?: boolean;
}

type Rates = Required<Pick<SgdOptions, 'momentum' | 'dampening' | 'weightDecay' | 'nesterov'>>;
type Floats = Tensor<'float32'>;

/**
 * Stochastic gradient descent with momentum, as `torch.optim.SGD`: the velocity starts as the first gradient.
 * Slot: `momentum_buffer`.
 * @throws ArgumentError for a negative rate, or nesterov without momentum or with dampening
 *
 * @example
 * const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
 */
export function sgd(options: SgdOptions): Optimizer {
  checkOptions('sgd', options, ['learningRate', 'momentum', 'dampening', 'weightDecay', 'nesterov', 'maximize']);
  const { learningRate, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false, maximize = false } = options;
  checkFlags('sgd', { nesterov, maximize });
  checkNumber('sgd', 'learningRate', learningRate, { min: 0, below: Infinity });
  checkNumber('sgd', 'momentum', momentum, { min: 0, below: Infinity });
  checkNumber('sgd', 'dampening', dampening);
  checkNumber('sgd', 'weightDecay', weightDecay, { min: 0, below: Infinity });
  if (nesterov && (momentum === 0 || dampening !== 0)) {
    throw new ArgumentError(`sgd: nesterov needs momentum above 0 and dampening 0, got ${momentum} and ${dampening}.`);
  }
  const rates = { momentum, dampening, weightDecay, nesterov };
  return slotOptimizer({
    kind: 'sgd',
    learningRate,
    options: { ...rates, maximize },
    slots: momentum === 0 ? [] : ['momentum_buffer'],
    update: (parameter, gradient, [velocity], at) =>
      write(parameter, maximize ? neg(gradient) : gradient, velocity, rates, at),
  });
}

function write(
  parameter: Parameter,
  gradient: Floats,
  velocity: Buffer<'float32'> | undefined,
  rates: Rates,
  at: UpdateMoment,
): void {
  const { backend, size } = parameter;
  const { sgdStep } = backend.kernels;
  if (sgdStep === undefined || backend.at === undefined) {
    const next = sgdFormula(parameter, gradient, velocity, rates, at);
    parameter.assign(next.parameter);
    if (next.velocity !== undefined) velocity?.assign(next.velocity);
    return;
  }
  const { momentum, dampening, weightDecay, nesterov } = rates;
  const p = parameter.writeInPlace();
  const m = velocity?.writeInPlace() ?? p; // without momentum the kernel leaves it alone
  sgdStep(
    p,
    m,
    gradient.storage(),
    1,
    size,
    hostNumber(() => at.learningRate),
    momentum,
    dampening,
    weightDecay,
    Number(nesterov),
    hostNumber(() => Number(at.step === 1)),
  );
}

/** One step of one parameter in plain ops, in torch's order: what the fused kernel computes. */
function sgdFormula(
  parameter: Floats,
  gradient: Floats,
  velocity: Floats | undefined,
  { momentum, dampening, weightDecay, nesterov }: Rates,
  { learningRate, step }: UpdateMoment,
): { parameter: Floats; velocity: Floats | undefined } {
  const g = weightDecay === 0 ? gradient : add(gradient, mul(parameter, weightDecay));
  if (velocity === undefined) return { parameter: sub(parameter, mul(g, learningRate)), velocity };
  const v = step === 1 ? g : add(mul(velocity, momentum), mul(g, 1 - dampening));
  const direction = nesterov ? add(g, mul(v, momentum)) : v;
  return { parameter: sub(parameter, mul(direction, learningRate)), velocity: v };
}
