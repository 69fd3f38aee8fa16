import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError } from '@ostinato/base';
import { parameter, setBackend, tensor, tidy } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SgdOptions, sgd } from './sgd.ts';
import { testGradients, unfused } from '../fixtures/unfused.test-d.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

/** The parameter after each step with gradients 0.5, -1, 2 from 1. */
function trajectory(options: SgdOptions): number[] {
  const w = parameter(tensor([1]));
  const optimizer = sgd(options);
  optimizer.init(new Map([['w', w]]));
  return [0.5, -1, 2].map((gradient) => {
    optimizer.update(new Map([['w', tensor([gradient])]]));
    return w.dataSync()[0]!;
  });
}

describe('sgd', () => {
  it('goes down the gradient', () => {
    expect(trajectory({ learningRate: 0.1 })).toEqual([1 - 0.05, 1 - 0.05 + 0.1, 1 - 0.05 + 0.1 - 0.2]);
  });

  it('keeps a velocity that starts as the first gradient, without dampening', () => {
    const velocities = [0.5, 0.9 * 0.5 + 0.7 * -1, 0.9 * (0.9 * 0.5 + 0.7 * -1) + 0.7 * 2];
    let w = 1;
    const expected = velocities.map((v) => (w -= 0.1 * v));
    trajectory({ learningRate: 0.1, momentum: 0.9, dampening: 0.3 }).forEach((x, i) =>
      expect(x).toBeCloseTo(expected[i]!, 14),
    );
  });

  it('looks ahead with nesterov', () => {
    const [v1, v2] = [0.5, 0.9 * 0.5 - 1];
    const w1 = 1 - 0.1 * (0.5 + 0.9 * v1);
    const [a, b] = trajectory({ learningRate: 0.1, momentum: 0.9, nesterov: true });
    expect(a).toBeCloseTo(w1, 14);
    expect(b).toBeCloseTo(w1 - 0.1 * (-1 + 0.9 * v2), 14);
  });

  it('adds weight decay to the gradient, after turning it around when it climbs', () => {
    expect(trajectory({ learningRate: 0.1, weightDecay: 0.5 })[0]).toBeCloseTo(1 - 0.1 * (0.5 + 0.5), 14);
    expect(trajectory({ learningRate: 0.1, weightDecay: 0.5, maximize: true })[0]).toBeCloseTo(
      1 - 0.1 * (-0.5 + 0.5),
      14,
    );
  });

  it.each<SgdOptions>([
    { learningRate: 0.1 },
    { learningRate: 0.1, weightDecay: 0.2, maximize: true },
    { learningRate: 0.1, momentum: 0.9, dampening: 0.3, weightDecay: 0.1 },
    { learningRate: 0.1, momentum: 0.9, nesterov: true },
  ])('is the same fused and composed: %o', (options) => {
    const [fused, composed] = [jsBackend({ float: 'float64' }), unfused(jsBackend({ float: 'float64' }))].map(
      (backend) => {
        const optimizer = sgd(options);
        return testGradients(backend, optimizer);
      },
    );
    composed!.forEach((x, i) => expect(x).toBeCloseTo(fused![i]!, 13));
  });

  it('takes memory for a velocity only', () => {
    const backend = jsBackend();
    setBackend(backend);
    const w = parameter(tensor([1, 2, 3]));
    for (const [options, storages] of [
      [{ learningRate: 1 }, 0],
      [{ learningRate: 1, momentum: 0.5 }, 1],
    ] as const) {
      const optimizer = sgd(options);
      optimizer.init(new Map([['w', w]]));
      w.dataSync();
      const before = backend.memory().storages;
      tidy(() => optimizer.update(new Map([['w', tensor([1, 1, 1])]])));
      expect(backend.memory().storages - before).toBe(storages);
      optimizer.dispose();
      expect(backend.memory().storages).toBe(before);
    }
  });

  it('names what is wrong with an option', () => {
    expect(() => sgd({ learningRate: -1 })).toThrow(ArgumentError);
    expect(() => sgd({ learningRate: NaN })).toThrow(/learningRate/);
    expect(() => sgd({ learningRate: 1, nesterov: true })).toThrow(/nesterov needs momentum/);
    expect(() => sgd({ learningRate: 1, nesterov: true, momentum: 0.9, dampening: 0.1 })).toThrow(/dampening 0/);
    expect(() => sgd({ learningRate: 1, momentun: 1 } as never)).toThrow(/Did you mean "momentum"/);
    expect(() => sgd({} as never)).toThrow(/learningRate must be a number/);
    expect(() => (sgd({ learningRate: 1 }).learningRate = -1)).toThrow(ArgumentError);
  });
});
