import { jsBackend } from '@ostinato/backend-js';
import { setBackend, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkLoss } from './testing/check-loss.ts';
import { tripletMargin } from './triplet-margin.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

const operands = [
  [1, 2, -1, 0.5],
  [1.5, 2.2, -0.2, 0.4],
  [1, 3, 2, 2],
];
const distance = (a: readonly number[], b: readonly number[], p: number) =>
  a.reduce((sum, v, i) => sum + Math.abs(v - b[i]! + 1e-6) ** p, 0) ** (1 / p);

describe('tripletMargin', () => {
  it.each([
    [2, false],
    [1, false],
    [3, true],
    [2, true],
  ] as const)('is the distance gained, order %d, swap %s', (p, swap) => {
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [2, 2],
      operands,
      loss: ([a, b, n], reduction) => tripletMargin(a!, b!, n!, { reduction, p, swap, margin: 0.8 }),
      expected: (...x) =>
        [0, 2].map((i) => {
          const [a, b, n] = x.map((values) => values.slice(i, i + 2)) as [number[], number[], number[]];
          const far = swap ? Math.min(distance(a, n, p), distance(b, n, p)) : distance(a, n, p);
          return Math.max(0, distance(a, b, p) - far + 0.8);
        }),
    });
  });

  it('explains misuse', () => {
    expect(() => tripletMargin(zeros([2]), zeros([2]), zeros([3]))).toThrow('anchor [2] and negative [3]');
    expect(() => tripletMargin(zeros([2]), zeros([2]), zeros([2]), { margin: -1 })).toThrow(
      'margin must be at least 0',
    );
  });
});
