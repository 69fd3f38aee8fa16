import { resolveAxis } from '../shape.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { mul, sub } from './binary.ts';
import { checkTensor, makeTensor } from './make.ts';
import { transpose } from './permute.ts';
import { sum } from './sum.ts';
import { exp } from './unary.ts';

type Floats = Tensor<'float32'>;

/** A kernel on whole rows along any axis: other axes than the last are exchanged with it and back. */
function alongAxis(name: 'softmax' | 'logSoftmax', rows: (x: Floats) => Floats) {
  return (x: Floats, axis = -1): Floats => {
    checkTensor(name, 'x', x, 'float32');
    const at = resolveAxis(name, axis, x.rank);
    if (at >= x.rank - 1) return rows(x);
    return tidy(() => transpose(rows(transpose(x, at, -1)), at, -1));
  };
}

function run(name: 'softmax' | 'logSoftmax', x: Floats): Floats {
  const out = makeTensor(x.backend, x.shape, 'float32');
  const cols = x.shape.at(-1) ?? 1;
  x.backend.kernels[`row.${name}`](out.storage(), x.storage(), cols === 0 ? 0 : x.size / cols, cols, cols, cols);
  return out;
}

/** `exp(x) / sum exp(x)` along an axis (default: the last). @throws AxisError, DTypeError */
export const softmax = alongAxis('softmax', (x) => {
  const out = run('softmax', x);
  return differentiable('softmax', [x], out, [out], [
    (g, [y]) => mul(y, sub(g, sum(mul(g, y), -1, { keepDims: true }))), // y (g - sum g y)
  ]);
});

/** `x - log sum exp(x)` along an axis (default: the last). @throws AxisError, DTypeError */
export const logSoftmax = alongAxis('logSoftmax', (x) => {
  const out = run('logSoftmax', x);
  return differentiable('logSoftmax', [x], out, [out], [
    (g, [y]) => sub(g, mul(exp(y), sum(g, -1, { keepDims: true }))), // g - softmax(x) sum g
  ]);
});
