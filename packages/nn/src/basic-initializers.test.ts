import { jsBackend } from '@ostinato/backend-js';
import { type InitialValue, manualSeed, parameter, RandomGenerator, setBackend } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { constantInitializer, normalInitializer, uniformInitializer } from './basic-initializers.ts';

beforeAll(() => setBackend(jsBackend()));

const n = 100_000;
const generator = () => new RandomGenerator(11);

function moments({ draw }: InitialValue) {
  const values = draw();
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((total, v) => total + (v - mean) ** 2, 0) / values.length;
  return {
    mean,
    variance,
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
    count: values.length,
  };
}

describe('initializers, over 1e5 draws', () => {
  it.each([
    [-0.25, 0.25],
    [2, 3],
    [-1, 0],
  ])('uniform in [%d, %d]', (low, high) => {
    const stats = moments(uniformInitializer(low, high)([n / 10, 10], generator()));
    const variance = (high - low) ** 2 / 12;
    expect(stats.count).toBe(n);
    expect(stats.low).toBeGreaterThanOrEqual(low);
    expect(stats.high).toBeLessThanOrEqual(high);
    expect(high - low - (stats.high - stats.low)).toBeLessThan((high - low) * 1e-3);
    expect(Math.abs(stats.mean - (low + high) / 2)).toBeLessThan(4 * Math.sqrt(variance / n));
    expect(Math.abs(stats.variance / variance - 1)).toBeLessThan(4 * Math.sqrt(0.8 / n)); // (kurtosis 9/5 - 1) / n
  });

  it.each([
    [0, 1],
    [3, 0.02],
  ])('normal with mean %d and deviation %d', (mean, deviation) => {
    const stats = moments(normalInitializer(mean, deviation)([n], generator()));
    expect(Math.abs(stats.mean - mean)).toBeLessThan((4 * deviation) / Math.sqrt(n));
    expect(Math.abs(stats.variance / deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(stats.high).toBeGreaterThan(mean + 3.5 * deviation);
    expect(stats.low).toBeLessThan(mean - 3.5 * deviation);
  });

  it('constant', () => {
    expect(moments(constantInitializer(1.5)([4, 5]))).toMatchObject({ mean: 1.5, variance: 0, count: 20 });
  });
});

describe('initial values', () => {
  it('are numbered when asked for and drawn when first read', () => {
    const source = generator();
    const [first, second] = [uniformInitializer(0, 1)([3], source), normalInitializer()([3], source)];
    expect(source.draws).toBe(2);
    expect(second.draw()).toEqual(normalInitializer()([3], new RandomGenerator(11, 1)).draw());
    expect(first.draw()).toEqual(uniformInitializer(0, 1)([3], generator()).draw());
  });

  it('are never drawn when something is assigned first', () => {
    let drawn = 0;
    const { shape, draw } = uniformInitializer(0, 1)([2], generator());
    const box = parameter({ shape, draw: () => (drawn++, draw()) });
    box.assign(new Float32Array([1, 2]));
    expect([...box.dataSync(), drawn]).toEqual([1, 2, 0]);
  });

  it('come from the default generator unless told otherwise', () => {
    manualSeed(4);
    expect(normalInitializer()([3]).draw()).toEqual(normalInitializer()([3], new RandomGenerator(4)).draw());
  });

  it('refuse impossible ranges', () => {
    expect(() => uniformInitializer(1, 0)).toThrow('high must be at least 1, got 0');
    expect(() => uniformInitializer(NaN, 0)).toThrow('low must be a number, got NaN');
    expect(() => normalInitializer(0, -1)).toThrow('deviation must be at least 0, got -1');
    expect(() => normalInitializer('0' as never)).toThrow('mean must be a number');
    expect(() => constantInitializer(null as never)).toThrow('value must be a number');
  });
});
