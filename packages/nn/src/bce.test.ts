import { jsBackend } from '@ostinato/backend-js';
import { setBackend, sigmoid, tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { bceWithLogits } from './bce-with-logits.ts';
import { bce } from './bce.ts';
import { checkLoss } from './testing/check-loss.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

const weights = [1, 0.5, 2, 3];

describe('bce', () => {
  it('is -(t log p + (1 - t) log(1 - p)), weighed', () => {
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [2, 2],
      operands: [
        [0.2, 0.7, 0.5, 0.9],
        [0, 1, 0.3, 0.4],
      ],
      fixed: [[weights, [2, 2]]],
      loss: ([p, t], reduction, [weight]) => bce(p!, t!, { reduction, weight: weight! }),
      expected: (p, t) => p!.map((v, i) => -weights[i]! * (t![i]! * Math.log(v) + (1 - t![i]!) * Math.log(1 - v))),
    });
  });

  it('stays finite where a probability is 0 or 1', () => {
    const p = tensor([0, 1, 0, 1]);
    const { value, gradients } = valueAndGrad(p, () => bce(p, tensor([0, 1, 1, 0]), { reduction: 'sum' }));
    expect(value.dataSync()[0]).toBe(200);
    expect([...gradients!.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

describe('bceWithLogits', () => {
  it('equals bce of the sigmoid, with weights of positives', () => {
    const posWeight = [2, 0.5];
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [2, 2],
      operands: [
        [0.2, -3, 1.5, 4],
        [0, 1, 0.3, 0.4],
      ],
      fixed: [
        [weights, [2, 2]],
        [posWeight, [2]],
      ],
      loss: ([x, t], reduction, [weight, positive]) =>
        bceWithLogits(x!, t!, { reduction, weight: weight!, posWeight: positive! }),
      expected: (x, t) =>
        x!.map(
          (v, i) =>
            -weights[i]! *
            (posWeight[i % 2]! * t![i]! * Math.log(1 / (1 + Math.exp(-v))) +
              (1 - t![i]!) * Math.log(1 / (1 + Math.exp(v)))),
        ),
    });
    const [x, t] = [tensor([0.3, -2]), tensor([1, 0.2])];
    expect(bceWithLogits(x, t).dataSync()[0]).toBeCloseTo(bce(sigmoid(x), t).dataSync()[0]!, 14);
  });

  it('does not overflow', () => {
    const x = tensor([1000, -1000, 1000, -1000]);
    const { value, gradients } = valueAndGrad(x, () => bceWithLogits(x, tensor([1, 0, 0, 1]), { reduction: 'sum' }));
    expect(value.dataSync()[0]).toBe(2000);
    expect([...gradients!.dataSync()].map((g) => g + 0)).toEqual([0, 0, 1, -1]);
  });

  it('needs equal shapes', () => {
    expect(() => bceWithLogits(zeros([2]), zeros([2, 1]))).toThrow('bceWithLogits: logits [2] and target [2,1]');
  });
});
