import { differentiable } from '../tape.ts';
import { alongAxis, runRows } from './along-axis.ts';
import { mul, sub } from './binary.ts';
import { sum } from './sum.ts';
import { exp } from './unary.ts';

/** `exp(x) / sum exp(x)` along an axis (default: the last). @throws AxisError, DTypeError */
export const softmax = alongAxis('softmax', (x) => {
  const out = runRows('softmax', x);
  return differentiable(
    'softmax',
    [x],
    out,
    [out],
    [
      (g, [y]) => mul(y, sub(g, sum(mul(g, y), -1, { keepDims: true }))), // y (g - sum g y)
    ],
  );
});

/** `x - log sum exp(x)` along an axis (default: the last). @throws AxisError, DTypeError */
export const logSoftmax = alongAxis('logSoftmax', (x) => {
  const out = runRows('logSoftmax', x);
  return differentiable(
    'logSoftmax',
    [x],
    out,
    [out],
    [
      (g, [y]) => sub(g, mul(exp(y), sum(g, -1, { keepDims: true }))), // g - softmax(x) sum g
    ],
  );
});
