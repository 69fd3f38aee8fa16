import { checkFlags, checkNumber, checkOptions } from '@ostinato/base';
import { resolveAxes } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { div, sub } from './binary.ts';
import { checkTensor } from './make.ts';
import { mean } from './mean.ts';
import { planReduction } from './reduce-rows.ts';
import { safeSqrt } from './safe-sqrt.ts';
import { sum } from './sum.ts';
import { square } from './unary.ts';

type Floats = Tensor<'float32'>;

/** Options of `variance` and `std`. */
export interface VarianceOptions {
  /** What is taken off the count before dividing: 1 estimates a population's, 0 describes the sample. Default 1. */
  readonly correction?: number;
  /** Whether reduced axes stay with size 1. Default `false`. */
  readonly keepDims?: boolean;
}

/** Mean squared distance from the mean over axes (default: all); NaN where the count does not exceed the correction. @throws AxisError, DTypeError */
export function variance(x: Floats, axes?: number | readonly number[], options: VarianceOptions = {}): Floats {
  checkOptions('variance', options, ['correction', 'keepDims']);
  const { keepDims = false } = options;
  checkFlags('variance', { keepDims });
  const plan = planReduction('variance', x, axes, keepDims);
  const correction = checkNumber('variance', 'correction', options.correction ?? 1);
  const count = plan.axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  return tidy(() => {
    const centered = sub(x, mean(x, plan.axes, { keepDims: true }));
    return div(sum(square(centered), plan.axes, { keepDims }), Math.max(0, count - correction));
  });
}

/** Square root of `variance`; where it is 0, the derivative is 0. @throws AxisError, DTypeError */
export function std(x: Floats, axes?: number | readonly number[], options: VarianceOptions = {}): Floats {
  checkTensor('std', 'x', x, 'float32');
  resolveAxes('std', axes, x.rank);
  return tidy(() => safeSqrt(variance(x, axes, options)));
}
