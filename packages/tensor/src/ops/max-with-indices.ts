import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { argmax, argmin } from './argmax.ts';
import { checkTensor } from './make.ts';
import { squeeze } from './reshape.ts';
import { checkKeepDims, type ReductionOptions } from './sum.ts';
import { takeAlongAxis } from './take-along-axis.ts';

/** Elements and where they stood along an axis. */
export interface ValuesAndIndices {
  /** The elements, in the shape of the reduction. */
  readonly values: Tensor<'float32'>;
  /** Their positions along the axis, of the same shape. */
  readonly indices: Tensor<'int32'>;
}

function extreme(name: 'maxWithIndices' | 'minWithIndices', argument: typeof argmax) {
  return (x: Tensor<'float32'>, axis = -1, options: ReductionOptions = {}): ValuesAndIndices => {
    const keepDims = checkKeepDims(name, options);
    checkTensor(name, 'x', x, 'float32');
    const at = resolveAxis(name, axis, x.rank);
    return tidy(() => {
      const indices = argument(x, at, { keepDims: true });
      const values = takeAlongAxis(x, indices, at);
      return keepDims ? { values, indices } : { values: squeeze(values, at), indices: squeeze(indices, at) };
    });
  };
}

/** Largest elements along an axis (default: the last) with their first positions, which alone get the gradient, as torch's `max(dim)`. */
export const maxWithIndices = extreme('maxWithIndices', argmax);

/** Smallest elements along an axis (default: the last) with their first positions, which alone get the gradient, as torch's `min(dim)`. */
export const minWithIndices = extreme('minWithIndices', argmin);
