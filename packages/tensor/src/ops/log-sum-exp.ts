import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { add, sub } from './binary.ts';
import { equal, less } from './compare.ts';
import { zeros } from './creation.ts';
import { detach } from './detach.ts';
import { max } from './max.ts';
import { planReduction, type Reduction } from './reduce-rows.ts';
import { reshape } from './reshape.ts';
import { checkKeepDims, type ReductionOptions, sum } from './sum.ts';
import { abs, exp, log } from './unary.ts';
import { where } from './where.ts';

type Floats = Tensor<'float32'>;

/** The largest element, as a constant; 0 where it is infinite or there is none. */
function shiftOf(x: Floats, { axes, ones }: Reduction): Floats {
  if (axes.some((axis) => x.shape[axis] === 0)) return zeros(ones, { backend: x.backend });
  const largest = max(detach(x), axes, { keepDims: true });
  return where(less(abs(largest), Infinity), largest, 0);
}

/** `log sum exp(x)` over axes (default: all) without overflow; -Infinity where all elements are, with gradient 0. @throws AxisError, DTypeError */
export function logSumExp(x: Floats, axes?: number | readonly number[], options: ReductionOptions = {}): Floats {
  const keepDims = checkKeepDims('logSumExp', options);
  const plan = planReduction('logSumExp', x, axes, keepDims);
  return tidy(() => {
    const shift = shiftOf(x, plan);
    const total = sum(exp(sub(x, shift)), plan.axes, { keepDims: true });
    const nothing = equal(total, 0);
    const result = where(nothing, -Infinity, add(log(where(nothing, 1, total)), shift));
    return reshape(result, plan.shape);
  });
}
