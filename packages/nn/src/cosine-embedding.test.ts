import { jsBackend } from '@ostinato/backend-js';
import { setBackend, tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { cosineEmbedding } from './cosine-embedding.ts';
import { checkLoss } from './testing/check-loss.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

function cosine(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b);
}

describe('cosineEmbedding', () => {
  it('is 1 - cos for pairs, max(0, cos - margin) for others', () => {
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [3, 2],
      operands: [
        [1, 2, -1, 0.5, 3, 1],
        [2, 1, 1, 1, 2.5, 1],
      ],
      fixed: [[[1, -1, -1], [3]]],
      loss: ([a, b], reduction, [target]) => cosineEmbedding(a!, b!, target!, { reduction, margin: 0.2 }),
      expected: (a, b) =>
        [1, -1, -1].map((target, i) => {
          const cos = cosine(a!.slice(2 * i, 2 * i + 2), b!.slice(2 * i, 2 * i + 2));
          return target === 1 ? 1 - cos : Math.max(0, cos - 0.2);
        }),
    });
  });

  it('takes int32 targets, and vectors of length 0', () => {
    const a = zeros([1, 2]);
    const { value, gradients } = valueAndGrad(a, () =>
      cosineEmbedding(a, tensor([[3, 4]]), tensor([1], { dtype: 'int32' })),
    );
    expect(value.dataSync()[0]).toBe(1);
    expect([...gradients!.dataSync()].every(Number.isFinite)).toBe(true);
  });

  it('explains misuse', () => {
    expect(() => cosineEmbedding(zeros([2, 3]), zeros([2, 3]), zeros([3]))).toThrow('need a target [2], got [3]');
    expect(() => cosineEmbedding(zeros([2]), zeros([3]), zeros([]))).toThrow('a [2] and b [3]');
    expect(() => cosineEmbedding(zeros([2]), zeros([2]), zeros([]), { margin: 2 })).toThrow(
      'margin must be at least -1 and at most 1',
    );
  });
});
