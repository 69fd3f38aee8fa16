import { jsBackend } from '@ostinato/backend-js';
import { setBackend, tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { gaussianNll } from './gaussian-nll.ts';
import { checkLoss } from './testing/check-loss.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

describe('gaussianNll', () => {
  it.each([false, true])('is half of log variance + squared distance / variance, full: %s', (full) => {
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [3],
      operands: [
        [1, 2, -1],
        [0.5, 2.2, 1],
        [0.3, 2, 1.5],
      ],
      loss: ([mean, target, variance], reduction) => gaussianNll(mean!, target!, variance!, { reduction, full }),
      expected: (m, t, v) =>
        m!.map(
          (mean, i) => (Math.log(v![i]!) + (mean - t![i]!) ** 2 / v![i]! + (full ? Math.log(2 * Math.PI) : 0)) / 2,
        ),
    });
  });

  it('lifts a variance to eps, which still gets a gradient', () => {
    const variance = tensor([0]);
    const { value, gradients } = valueAndGrad(variance, () =>
      gaussianNll(tensor([1]), tensor([1]), variance, { eps: 0.01 }),
    );
    expect(value.dataSync()[0]).toBeCloseTo(Math.log(0.01) / 2, 12);
    expect(gradients!.dataSync()[0]).toBeCloseTo(50, 8);
  });

  it('explains misuse', () => {
    expect(() => gaussianNll(zeros([2]), zeros([3]), zeros([2]))).toThrow('mean [2] and target [3]');
    expect(() => gaussianNll(zeros([2]), zeros([2]), 1 as never)).toThrow('variance must be a tensor');
  });
});
