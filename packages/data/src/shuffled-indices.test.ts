import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffledIndices } from './shuffled-indices.ts';

describe('shuffledIndices', () => {
  it('holds every number once, for any seed and epoch', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.maxSafeNat(), fc.maxSafeNat(), (count, seed, epoch) => {
        const indices = shuffledIndices(count, { seed, epoch });
        expect([...indices].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(shuffledIndices(count, { seed, epoch })).toEqual(indices);
      }),
    );
  });

  it('keeps its orders from release to release (numbers of an independent program in Python)', () => {
    expect([...shuffledIndices(8, { seed: 1, epoch: 0 })]).toEqual([0, 4, 5, 3, 7, 2, 6, 1]);
    expect([...shuffledIndices(8, { seed: 1, epoch: 1 })]).toEqual([1, 2, 5, 0, 6, 4, 7, 3]);
    expect([...shuffledIndices(8, { seed: 1, epoch: 2 ** 32 })]).toEqual([2, 4, 1, 0, 7, 3, 5, 6]);
    expect([...shuffledIndices(8, { seed: 2 ** 32 + 1, epoch: 0 })]).toEqual([7, 4, 5, 1, 6, 2, 0, 3]);
  });

  it('gives all orders of four equally often', () => {
    const counts = new Map<string, number>();
    const runs = 24_000;
    for (let epoch = 0; epoch < runs; epoch++) {
      const order = shuffledIndices(4, { seed: 3, epoch }).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const mean = runs / 24;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
    expect(counts.size).toBe(24);
    expect(chiSquare).toBeLessThan(49.7); // 23 degrees of freedom, p = 0.001
  });
});
