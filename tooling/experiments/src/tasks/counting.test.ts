import { expect, it } from 'vitest';
import { countingBatch, countingWord } from './counting.ts';

it('tells each symbol from those before it', () => {
  expect(countingWord(2)).toEqual({ inputs: [0, 1, 1, 2, 2], targets: [1, 1, 2, 2, 0] });
  expect(countingBatch(2, 4, 1, 0).inputs.shape).toEqual([4, 5]);
});
