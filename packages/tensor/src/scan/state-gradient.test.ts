import { jsBackend } from '@ostinato/backend-js';
import { expect, it } from 'vitest';
import { mul, ones, scan, setBackend, sum, valueAndGrad, zeros } from '../index.ts';

/** The gradient of a state that is halved twice in each step, at the beginning. */
function reaching(steps: number, float: 'float32' | 'float64' = 'float32'): number {
  setBackend(jsBackend({ float }));
  const init = ones([2, 1]);
  const { gradients } = valueAndGrad({ init }, () => {
    const { state } = scan((_x, h: typeof init) => ({ output: h, state: mul(h, 0.25) }), init, zeros([steps, 2, 1]));
    return sum(state);
  });
  return gradients.init!.dataSync()[0]!;
}

it('hands gradients back through time, but for those of 2 ** -100 or less', () => {
  expect([1, 20, 49].map((steps) => reaching(steps))).toEqual([0.25, 2 ** -40, 2 ** -98]);
  expect([50, 51, 80].map((steps) => reaching(steps))).toEqual([0, 0, 0]);
  expect(reaching(80, 'float64')).toBe(2 ** -160);
});
