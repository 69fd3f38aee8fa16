import { expect, it } from 'vitest';
import { learningRateAt } from './schedule.ts';

it('warms up, holds and decays to zero', () => {
  const rates = Array.from({ length: 100 }, (_, step) => learningRateAt(step, 100, 2));
  expect(rates[0]).toBeCloseTo(2 / 5);
  expect(rates.slice(4, 60).every((rate) => rate === 2)).toBe(true);
  expect(rates[81]).toBeCloseTo((2 * (1 - 76 / 95)) / 0.4);
  expect(rates[99]).toBeCloseTo((2 * (1 / 95)) / 0.4);
  expect(learningRateAt(0, 1, 2)).toBe(2);
});
