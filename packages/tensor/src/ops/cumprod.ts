import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { alongAxis, runRows } from './along-axis.ts';
import { add, mul } from './binary.ts';
import { concat } from './concat.ts';
import { full } from './creation.ts';
import { slice } from './slice.ts';

type Floats = Tensor<'float32'>;

/** Rows moved by `by` places to the right (negative: to the left); `value` moves in. */
export function shiftRows(x: Floats, by: number, value: number): Floats {
  const distance = Math.min(Math.abs(by), x.shape.at(-1)!);
  const blank = full([...x.shape.slice(0, -1), distance], value, { backend: x.backend });
  if (by >= 0) return concat([blank, slice(x, -1, 0, x.shape.at(-1)! - distance)]);
  return concat([slice(x, -1, distance), blank]);
}

/**
 * `s[i] = g[i] + a[i] s[i + 1]` along rows, in log2(n) doubling steps (Hillis and Steele 1986). Divides by nothing, so it
 * is exact where `a` is 0.
 */
function backwardRecurrence(g: Floats, a: Floats): Floats {
  let [sums, factors] = [g, a];
  for (let distance = 1; distance < g.shape.at(-1)!; distance *= 2) {
    sums = add(sums, mul(factors, shiftRows(sums, -distance, 0)));
    factors = mul(factors, shiftRows(factors, -distance, 0));
  }
  return sums;
}

/** Products of all elements up to each one, along an axis (default: the last). @throws AxisError, DTypeError */
export const cumprod = alongAxis('cumprod', (x): Floats => {
  const out = runRows('cumprod', x);
  return differentiable(
    'cumprod',
    [x],
    out,
    [x, out],
    [
      (g, [value, y]) => {
        if (g.rank === 0) return g;
        return mul(shiftRows(y, 1, 1), backwardRecurrence(g, shiftRows(value, -1, 0))); // product before x times sum of products after it
      },
    ],
  );
});
