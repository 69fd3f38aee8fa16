import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError } from '@ostinato/base';
import { parameter, setBackend, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { testGradients, unfused } from '../fixtures/unfused.test-d.ts';
import { adam, type AdamOptions } from './adam.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

const gradients = [0.5, -1, 2, 0.01];

function trajectory(options: AdamOptions): number[] {
  const w = parameter(tensor([1]));
  const optimizer = adam(options);
  optimizer.init(new Map([['w', w]]));
  return gradients.map((gradient) => {
    optimizer.update(new Map([['w', tensor([gradient])]]));
    return w.dataSync()[0]!;
  });
}

/** The algorithm as torch's documentation writes it, with numbers. */
function byHand({
  learningRate: rate = 0.001,
  betas: [b1, b2] = [0.9, 0.999],
  epsilon = 1e-8,
  weightDecay = 0,
  amsgrad = false,
  maximize = false,
}: AdamOptions): number[] {
  let [w, m, v, top] = [1, 0, 0, 0];
  return gradients.map((gradient, i) => {
    const g = (maximize ? -gradient : gradient) + weightDecay * w;
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * g * g;
    top = Math.max(top, v);
    const mean = m / (1 - b1 ** (i + 1));
    const square = (amsgrad ? top : v) / (1 - b2 ** (i + 1));
    return (w -= (rate * mean) / (Math.sqrt(square) + epsilon));
  });
}

const cases: AdamOptions[] = [
  {},
  { learningRate: 0.1, betas: [0.8, 0.95], epsilon: 1e-3, weightDecay: 0.1 },
  { learningRate: 0.1, betas: [0.5, 0.5], amsgrad: true },
  { learningRate: 0.1, betas: [0, 0], maximize: true, weightDecay: 0.2 },
];

describe('adam', () => {
  it.each(cases)('is the algorithm of the paper: %o', (options) => {
    const expected = byHand(options);
    trajectory(options).forEach((x, i) => expect(x).toBeCloseTo(expected[i]!, 13));
  });

  it.each(cases)('is the same fused and composed: %o', (options) => {
    const run = (backend: ReturnType<typeof jsBackend>): number[] => testGradients(backend, adam(options));
    const fused = run(jsBackend({ float: 'float64' }));
    run(unfused(jsBackend({ float: 'float64' })) as never).forEach((x, i) => expect(x).toBeCloseTo(fused[i]!, 12));
  });

  it('agrees fused and composed in float32 to a few roundings', () => {
    const run = (backend: ReturnType<typeof jsBackend>): number[] =>
      testGradients(backend, adam({ learningRate: 0.01 }));
    const fused = run(jsBackend());
    run(unfused(jsBackend()) as never).forEach((x, i) =>
      expect(Math.abs(x - fused[i]!)).toBeLessThan(3e-7 * (1 + Math.abs(x))),
    );
  });

  it('corrects each parameter by the number of its own gradients', () => {
    const [a, b] = [parameter(tensor([1])), parameter(tensor([1]))];
    const optimizer = adam({ learningRate: 0.1 });
    optimizer.init(
      new Map([
        ['a', a],
        ['b', b],
      ]),
    );
    optimizer.update(
      new Map([
        ['a', tensor([1])],
        ['b', undefined],
      ]),
    );
    optimizer.update(new Map([['b', tensor([1])]]));
    expect(b.dataSync()).toEqual(a.dataSync());
  });

  it('names what is wrong with an option', () => {
    expect(() => adam({ learningRate: -1 })).toThrow(ArgumentError);
    expect(() => adam({ betas: [0.9, 1] })).toThrow(/betas\[1\] must be at least 0 and less than 1, got 1/);
    expect(() => adam({ betas: [-0.1, 0.9] })).toThrow(/betas\[0\]/);
    expect(() => adam({ betas: 0.9 as never })).toThrow(/two numbers/);
    expect(() => adam({ epsilon: -1e-8 })).toThrow(/epsilon/);
    expect(() => adam({ lr: 1 } as never)).toThrow(/unknown option "lr"/);
  });
});
