import { expect, it } from 'vitest';
import { baselines } from './baselines.ts';

it('counts characters and pairs, with one added to each', () => {
  const { unigram, bigram } = baselines(Int32Array.of(0, 1, 0, 1, 0), Int32Array.of(0, 1), 2);
  expect(unigram).toBeCloseTo(-Math.log(3 / 7), 12); // three of 1 with one added, of 5 + 2
  expect(bigram).toBeCloseTo(-Math.log(3 / 4), 12); // 0 was followed by 1 twice, plus one, of 2 + 2
});
