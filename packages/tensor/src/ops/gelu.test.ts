import { jsBackend } from '@ostinato/backend-js';
import { expect, it } from 'vitest';
import { gelu, mul, parameter, setBackend, sum, tensor, tidy, valueAndGrad } from '../index.ts';

it.each(['none', 'tanh'] as const)('has a gradient though its operand was freed: %s', (approximate) => {
  setBackend(jsBackend({ float: 'float64' }));
  const w = parameter(tensor([-1.5, 0.3, 2]));
  const loss = () => sum(tidy(() => gelu(mul(w, 2), { approximate })));
  const { gradients } = valueAndGrad(w, loss);
  const values = [-1.5, 0.3, 2].map(Math.fround);
  const at = (i: number, step: number): number => {
    w.assign(
      tensor(
        Float64Array.from(values, (value, j) => (i === j ? value + step : value)),
        [3],
      ),
    );
    return loss().dataSync()[0]!;
  };
  gradients!.dataSync().forEach((slope, i) => {
    expect(slope).toBeCloseTo((at(i, 2 ** -10) - at(i, -(2 ** -10))) * 2 ** 9, 5);
  });
});
