import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { div, mul } from './binary.ts';
import { cast } from './cast.ts';
import { equal } from './compare.ts';
import { planReduction, reduceRows, refuseEmpty } from './reduce-rows.ts';
import { reshape } from './reshape.ts';
import { checkKeepDims, type ReductionOptions, sum } from './sum.ts';

type Floats = Tensor<'float32'>;

/** The largest or smallest element over axes. */
function extreme(name: 'max' | 'min') {
  return (x: Floats, axes?: number | readonly number[], options: ReductionOptions = {}): Floats => {
    const keepDims = checkKeepDims(name, options);
    const plan = planReduction(name, x, axes, keepDims);
    refuseEmpty(name, x, plan);
    const out = reduceRows(`reduce.${name}`, x, plan, 'float32');
    return differentiable(
      name,
      [x],
      out,
      [x, out],
      [
        (g, [value, best]) => {
          const winners = cast(equal(value, reshape(best, plan.ones)), 'float32');
          const share = div(reshape(g, plan.ones), sum(winners, plan.axes, { keepDims: true }));
          return mul(winners, share); // 1 / (number of equals) for each that equals the result
        },
      ],
    );
  };
}

/** Largest element over axes (default: all), NaN if there is one. Equals share the gradient, as in torch's `amax`. @throws ShapeError, AxisError */
export const max = extreme('max');

/** Smallest element over axes (default: all), NaN if there is one. Equals share the gradient, as in torch's `amin`. @throws ShapeError, AxisError */
export const min = extreme('min');
