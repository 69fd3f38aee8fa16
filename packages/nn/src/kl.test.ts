import { jsBackend } from '@ostinato/backend-js';
import { setBackend, tensor, valueAndGrad } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { kl } from './kl.ts';
import { checkLoss } from './testing/check-loss.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

const logP = [-1, -0.8, -2, -0.3];

describe('kl', () => {
  it('is target (log target - logProbabilities)', () => {
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [2, 2],
      operands: [logP, [0.3, 0.7, 0.9, 0.1]],
      loss: ([p, t], reduction) => kl(p!, t!, { reduction }),
      expected: (p, t) => p!.map((v, i) => t![i]! * (Math.log(t![i]!) - v)),
    });
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [2, 2],
      operands: [logP, [-1.2, -0.4, -0.1, -3]],
      loss: ([p, t], reduction) => kl(p!, t!, { reduction, logTarget: true }),
      expected: (p, t) => p!.map((v, i) => Math.exp(t![i]!) * (t![i]! - v)),
    });
  });

  it('is 0 where the target is, whatever the log probability', () => {
    const p = tensor([[-Infinity, 0]]);
    const { value, gradients } = valueAndGrad(p, () => kl(p, tensor([[0, 1]]), { reduction: 'sum' }));
    expect([value.dataSync()[0], ...gradients!.dataSync()].map((v) => v! + 0)).toEqual([0, 0, -1]);
  });

  it('batchMean divides the sum by the number of examples', () => {
    const [p, t] = [tensor(logP, [2, 2]), tensor([0.3, 0.7, 0.9, 0.1], [2, 2])];
    const value = (reduction: 'sum' | 'batchMean') => kl(p, t, { reduction }).dataSync()[0]!;
    expect(value('batchMean')).toBeCloseTo(value('sum') / 2, 14);
    expect(() => kl(p, t, { reduction: 'batchmean' as never })).toThrow('Did you mean "batchMean"?');
  });
});
