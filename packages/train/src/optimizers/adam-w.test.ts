import { jsBackend } from '@ostinato/backend-js';
import { parameter, setBackend, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { testGradients, unfused } from '../fixtures/unfused.test-d.ts';
import { adamW, type AdamWOptions } from './adam-w.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

const gradients = [0.5, -1, 2, 0.01];

function trajectory(options: AdamWOptions): number[] {
  const w = parameter(tensor([1]));
  const optimizer = adamW(options);
  optimizer.init(new Map([['w', w]]));
  return gradients.map((gradient) => {
    optimizer.update(new Map([['w', tensor([gradient])]]));
    return w.dataSync()[0]!;
  });
}

/** The algorithm as the paper writes it, with numbers. */
function byHand({
  learningRate: rate = 0.001,
  weightDecay = 0.01,
  amsgrad = false,
  maximize = false,
}: AdamWOptions): number[] {
  let [w, m, v, top] = [1, 0, 0, 0];
  return gradients.map((gradient, i) => {
    const g = maximize ? -gradient : gradient;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    top = Math.max(top, v);
    const square = (amsgrad ? top : v) / (1 - 0.999 ** (i + 1));
    return (w = w - rate * weightDecay * w - (rate * m) / (1 - 0.9 ** (i + 1)) / (Math.sqrt(square) + 1e-8));
  });
}

const cases: AdamWOptions[] = [
  {},
  { learningRate: 0.1, weightDecay: 0.3 },
  { learningRate: 0.1, weightDecay: 0 },
  { learningRate: 0.1, amsgrad: true, maximize: true },
];

describe('adamW', () => {
  it.each(cases)('computes the formula of the paper: %o', (options) => {
    trajectory(options).forEach((w, i) => expect(w).toBeCloseTo(byHand(options)[i]!, 10));
  });

  it.each(cases)('is the same fused and composed: %o', (options) => {
    const fused = testGradients(jsBackend({ float: 'float64' }), adamW(options));
    const composed = testGradients(unfused(jsBackend({ float: 'float64' })) as never, adamW(options));
    composed.forEach((w, i) => expect(w).toBeCloseTo(fused[i]!, 12));
  });

  it('refuses bad options', () => {
    expect(() => adamW({ weightDecay: -1 })).toThrow('adamW: weightDecay must be at least 0');
    expect(() => adamW({ decay: 1 } as never)).toThrow('unknown option "decay"');
  });
});
