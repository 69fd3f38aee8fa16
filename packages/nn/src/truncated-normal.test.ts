import { RandomGenerator } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from './normal-distribution.ts';
import { truncatedNormalInitializer } from './truncated-normal.ts';

describe('the normal distribution', () => {
  it('has its known values', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalCdf(-9)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 8);
  });

  it('has a quantile that undoes it', () => {
    for (const x of [-5, -2.5, -1, -0.1, 0, 0.3, 2, 4]) expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 7);
  });
});

describe('truncatedNormalInitializer', () => {
  const draw = (options: Parameters<typeof truncatedNormalInitializer>[0]) => [
    ...truncatedNormalInitializer(options)([10000], new RandomGenerator(2)).draw(),
  ];

  it('cuts at two deviations by default', () => {
    const values = draw({ mean: 1, deviation: 0.5 });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(2);
    const variance = values.reduce((sum, value) => sum + (value - 1) ** 2, 0) / values.length;
    expect(Math.sqrt(variance) / 0.5).toBeCloseTo(0.8796, 1);
  });

  it('cuts where it is told, in a tail too', () => {
    const values = draw({ low: 3, high: 3.5 });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...values)).toBeLessThanOrEqual(3.5);
  });

  it('explains misuse', () => {
    expect(() => truncatedNormalInitializer({ low: 1, high: 1 })).toThrow('high must be greater than 1');
    expect(() => truncatedNormalInitializer({ low: 20, high: 21 })).toThrow('next to nothing');
  });
});
