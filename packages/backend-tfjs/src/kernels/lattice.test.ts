import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latticeOf, positionsOf, simplified, type Walk } from './lattice.ts';

/** Positions by brute force: one loop an axis. */
function walked({ sizes, strides, offset }: Walk): number[] {
  return sizes.reduce<number[]>(
    (at, size, axis) => at.flatMap((from) => Array.from({ length: size }, (_, k) => from + k * strides[axis]!)),
    [offset],
  );
}

/** Positions that a lattice means: those of its shape, cut, with axes in the walk's order, repeated. */
function latticed(lattice: NonNullable<ReturnType<typeof latticeOf>>): number[] {
  const { shape, begin, size, order, sizes, still } = lattice;
  const steps = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const offset = begin.reduce((sum, first, i) => sum + first * steps[i]!, 0);
  let next = 0;
  const strides = sizes.map((_, i) => (still[i] ? 0 : steps[order[next++]!]!));
  expect(sizes.filter((_, i) => !still[i])).toEqual(order.map((axis) => size[axis]));
  return walked({ sizes, strides, offset });
}

const axes = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 1, 2, 3, 4, 6, 12, -1)), {
  maxLength: 4,
});

it('simplified walks and lattices visit the same elements', () => {
  let found = 0;
  fc.assert(
    fc.property(axes, fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 30 }), (pairs, offset, more) => {
      const walk = { sizes: pairs.map(([n]) => n), strides: pairs.map(([, s]) => s), offset: offset + 12 };
      const all = walked(walk);
      const shorter = simplified(walk);
      expect(walked(shorter)).toEqual(all);
      expect(Array.from(positionsOf(shorter))).toEqual(all);
      const lattice = latticeOf(shorter, Math.max(...all) + 1 + more);
      if (lattice === undefined) return;
      found++;
      expect(latticed(lattice)).toEqual(all);
    }),
    { numRuns: 2000 },
  );
  expect(found).toBeGreaterThan(200);
});

it.each<[string, Walk, number]>([
  ['a slice of the first axis', { sizes: [6], strides: [1], offset: 6 }, 24],
  ['a slice of the last axis', { sizes: [4, 2], strides: [6, 1], offset: 3 }, 24],
  ['a transpose', { sizes: [6, 4], strides: [1, 6], offset: 0 }, 24],
  ['a broadcast row', { sizes: [5, 6], strides: [0, 1], offset: 0 }, 6],
])('%s needs no indices', (_, walk, count) => expect(latticeOf(simplified(walk), count)).toBeDefined());
