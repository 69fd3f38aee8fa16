import { jsBackend } from '@ostinato/backend-js';
import { setBackend, tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { huber } from './huber.ts';
import { smoothL1 } from './smooth-l1.ts';
import { checkLoss } from './testing/check-loss.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

const bend = (distance: number, delta: number) =>
  distance <= delta ? distance ** 2 / 2 : delta * (distance - delta / 2);
const sample = {
  shape: [5],
  operands: [
    [1, 2.5, -1, 0, 9],
    [0.5, 4, -3, 0.2, 9.05],
  ],
} as const;

describe('huber', () => {
  it.each([1, 0.1, 3])('is half the square up to delta = %d and a line beyond', (delta) => {
    checkLoss(jsBackend({ float: 'float64' }), {
      ...sample,
      loss: ([p, t], reduction) => huber(p!, t!, { reduction, delta }),
      expected: (p, t) => p!.map((v, i) => bend(Math.abs(v - t![i]!), delta)),
    });
  });

  it('has slope delta beyond, at infinity as well, and 0 at 0', () => {
    const p = tensor([Infinity, -5, 0, 2]);
    expect(
      [...valueAndGrad(p, () => huber(p, zeros([4]), { reduction: 'sum', delta: 2 })).gradients!.dataSync()].map(
        (g) => g + 0,
      ),
    ).toEqual([2, -2, 0, 2]);
  });

  it('explains misuse', () => {
    expect(() => huber(zeros([2]), zeros([3]))).toThrow(
      'huber: prediction [2] and target [3] must have the same shape',
    );
    expect(() => huber(zeros([2]), zeros([2]), { delta: 0 })).toThrow('delta must be greater than 0');
    expect(() => huber([1] as never, zeros([1]))).toThrow('prediction must be a tensor, got a plain array');
    expect(() => huber(zeros([2]), zeros([2]), { dleta: 1 } as never)).toThrow('Did you mean "delta"?');
  });
});

describe('smoothL1', () => {
  it.each([1, 0.4])('is huber over beta = %d', (beta) => {
    checkLoss(jsBackend({ float: 'float64' }), {
      ...sample,
      loss: ([p, t], reduction) => smoothL1(p!, t!, { reduction, beta }),
      expected: (p, t) => p!.map((v, i) => bend(Math.abs(v - t![i]!), beta) / beta),
    });
  });

  it('is mae for beta 0', () => {
    checkLoss(jsBackend({ float: 'float64' }), {
      ...sample,
      loss: ([p, t], reduction) => smoothL1(p!, t!, { reduction, beta: 0 }),
      expected: (p, t) => p!.map((v, i) => Math.abs(v - t![i]!)),
    });
  });
});
