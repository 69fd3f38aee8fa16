import { ArgumentError, NumericError } from '@ostinato/base';
import { RandomGenerator } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { greedy } from './greedy.ts';
import { sample } from './sample.ts';
import { topK } from './top-k.ts';

const logits = Float32Array.from([0.1, 0.2, 0.3, 0.4], Math.log);

describe('sample', () => {
  it('draws each token as often as its probability says', () => {
    const generator = new RandomGenerator(3);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[sample(logits, { generator })]!++;
    counts.forEach((count, id) => expect(count / 20_000).toBeCloseTo(0.1 * (id + 1), 1.7));
    expect(generator.draws).toBe(20_000);
  });

  it('repeats with the seed, and goes on from a saved counter', () => {
    const draw = (generator: RandomGenerator, n: number): number[] =>
      Array.from({ length: n }, () => sample(logits, { generator }));
    const whole = draw(new RandomGenerator(5), 30);
    expect(draw(new RandomGenerator(5), 30)).toEqual(whole);
    expect(draw(new RandomGenerator(5, 10), 20)).toEqual(whole.slice(10));
    expect(draw(new RandomGenerator(6), 30)).not.toEqual(whole);
  });

  it('runs filters in order and never takes a removed token', () => {
    const generator = new RandomGenerator(1);
    for (let i = 0; i < 200; i++) expect(sample(logits, { filters: [topK(2)], generator })).toBeGreaterThanOrEqual(2);
    expect(sample(logits, { filters: [(x) => x.map((v) => -v), greedy], generator })).toBe(0);
    expect(sample(Float32Array.of(-Infinity, 5, -Infinity), { generator })).toBe(1);
    expect(sample(Float32Array.of(-1000, 1000), { generator })).toBe(1);
  });

  it('refuses what has no distribution, without a draw', () => {
    const generator = new RandomGenerator(1);
    expect(() => sample(Float32Array.of(0, NaN), { generator, filters: [greedy] })).toThrow(/got NaN for token 1/);
    expect(() => sample(Float32Array.of(Infinity), { generator })).toThrow(NumericError);
    expect(() => sample(Float32Array.of(-Infinity, -Infinity), { generator })).toThrow(/all -Infinity/);
    expect(() => sample(logits, { generator, filters: [(x) => x.map(() => -Infinity)] })).toThrow(
      /the filtered logits are all/,
    );
    expect(generator.draws).toBe(0);
  });

  it('names a wrong argument', () => {
    expect(() => sample([] as never)).toThrow(ArgumentError);
    expect(() => sample(logits, { filters: topK(1) as never })).toThrow(/an array of filters/);
    expect(() => sample(logits, { filters: ['x'] as never })).toThrow(/filters\[0\] must be a function/);
    expect(() => sample(logits, { generator: 5 as never })).toThrow(/a RandomGenerator/);
    expect(() => sample(logits, { seed: 5 } as never)).toThrow(/unknown option "seed"/);
  });
});
