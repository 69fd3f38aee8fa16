import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { alongAxis, runRows } from './along-axis.ts';
import { flip } from './slice.ts';

/** Sums of all elements up to each one, along an axis (default: the last). @throws AxisError, DTypeError */
export const cumsum = alongAxis(
  'cumsum',
  (x): Tensor<'float32'> =>
    differentiable(
      'cumsum',
      [x],
      runRows('cumsum', x),
      [],
      [
        (g) => (g.rank === 0 ? g : flip(cumsum(flip(g, -1)), -1)), // each element is in every sum from its own on
      ],
    ),
);
