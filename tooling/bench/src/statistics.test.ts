import { expect, it } from 'vitest';
import { median, quantile, rounded, short, summarize } from './statistics.ts';

it('takes the middle, whatever the order', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(3);
  expect(median([10, 9, 100])).toBe(10);
  expect(median([])).toBeNaN();
});

it('finds quantiles', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([0, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([1, 51, 100, 100]);
  expect(quantile([], 0.5)).toBeNaN();
});

it('leaves the values as they were', () => {
  const values = [3, 1, 2];
  expect(summarize(values)).toEqual({ median: 2, best: 1, count: 3 });
  expect(values).toEqual([3, 1, 2]);
});

it('writes numbers with the digits that count', () => {
  expect(rounded(1234.567)).toBe(1235);
  expect([0.01234, 1.234, 12.34, 99.96, 1234.5, NaN].map(short)).toEqual(['0.012', '1.23', '12.3', '100', '1235', '-']);
});
