import { matrixOf } from '../ops/define-binary.ts';
import { makeTensor } from '../ops/make.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { isFirstOrder } from './is-first-order.ts';

type Floats = Tensor<'float32'>;

/** `x P(Z <= x)` of a standard normal `Z`, or what `tanh` makes of it: one kernel, and one for the gradient, which needs x alone. */
export function fusedGelu(x: Floats, approximate: 'none' | 'tanh'): Floats | undefined {
  const { [`gelu.${approximate}` as const]: run, [`geluBackward.${approximate}` as const]: back } = x.backend.kernels;
  if (run === undefined || back === undefined || !isFirstOrder()) return undefined;
  const out = makeTensor(x.backend, x.shape, 'float32');
  const [rows, cols] = matrixOf(x.shape);
  run(out.storage(), x.storage(), rows, cols, cols, cols);
  return differentiable('gelu', [x], out, [x] as const, [
    (g, [value]) => {
      const slope = makeTensor(g.backend, g.shape, 'float32');
      back(slope.storage(), g.storage(), value.storage(), rows, cols, cols, cols, cols);
      return slope;
    },
  ]);
}
