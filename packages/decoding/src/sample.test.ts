import { NumericError } from '@ostinato/base';
import { RandomGenerator } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { topK } from './filters.ts';
import { greedy, sample } from './sample.ts';

describe('sample', () => {
  it('draws each token as often as its probability says, within four deviations', () => {
    const probabilities = [0.5, 0.2, 0, 0.3];
    const logits = Float32Array.from(probabilities, Math.log);
    const generator = new RandomGenerator(3);
    const counts = [0, 0, 0, 0];
    const n = 20_000;
    for (let i = 0; i < n; i++) counts[sample(logits, { generator })]!++;
    probabilities.forEach((p, i) => expect(Math.abs(counts[i]! - n * p)).toBeLessThanOrEqual(4 * Math.sqrt(n * p * (1 - p))));
  });

  it('repeats with the seed and applies filters', () => {
    const logits = Float32Array.from({ length: 50 }, (_, i) => Math.sin(i));
    const draw = (seed: number) => {
      const generator = new RandomGenerator(seed);
      return Array.from({ length: 20 }, () => sample(logits, { generator, filters: [topK(10)] }));
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    const best = new Set([...logits.keys()].sort((a, b) => logits[b]! - logits[a]!).slice(0, 10));
    expect(draw(7).every((token) => best.has(token))).toBe(true);
  });

  it.each([
    [Float32Array.of(1, NaN), 'logit 1 is NaN'],
    [Float32Array.of(Infinity, 0), 'logit 0 is Infinity'],
    [Float32Array.of(-Infinity, -Infinity), 'no token is left to draw'],
    [new Float32Array(0), 'no token is left to draw'],
  ])('refuses logits that say nothing', (logits, message) => {
    expect(() => sample(logits)).toThrow(NumericError);
    expect(() => sample(logits)).toThrow(message);
    expect(() => greedy(logits)).toThrow(message);
  });
});

it('greedy takes the first of the largest', () => {
  expect(greedy(Float32Array.of(0, 3, 3, -Infinity))).toBe(1);
});
