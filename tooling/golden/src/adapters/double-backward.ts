import { exp, mul, square, sum, tanh, type Tensor, valueAndGrad } from '@ostinato/tensor';
import { type Check, valuesOf } from '../check.ts';
import type { GoldenCase } from '../golden-case.ts';
import { Inputs } from '../inputs.ts';

/** `y = sum(tanh(x) exp(x))`; `g = dy/dx`; the second gradient is that of `sum(g^2)`. */
export function doubleBackward(golden: GoldenCase): Check[] {
  const x = new Inputs(golden).float('x');
  const { aux, gradients } = valueAndGrad(x, () => {
    const inner = valueAndGrad(x, () => sum(mul(tanh(x), exp(x))));
    const first = inner.gradients!;
    return [sum(square(first)), [inner.value, first] as const];
  });
  const computed: Readonly<Record<string, Tensor | undefined>> = {
    'output.y': aux[0],
    'grad.input.x': aux[1],
    'grad2.input.x': gradients,
  };
  return golden
    .names()
    .filter((name) => !name.startsWith('input.'))
    .map((tensor) => {
      const value = computed[tensor];
      return { tensor, got: value && valuesOf(value), tolerance: tensor.startsWith('grad') ? 'grad' : 'fwd' };
    });
}
