import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, type Lifetime } from './arena.ts';

const lifetime = fc
  .record({ bytes: fc.integer({ min: 0, max: 5000 }), first: fc.nat(30), length: fc.nat(12) })
  .map(({ bytes, first, length }): Lifetime => ({ bytes, first, last: first + length }));

const overlap = (a: Lifetime, b: Lifetime): boolean => a.first <= b.last && b.first <= a.last;

describe('layOut', () => {
  it('never gives one place to two blocks at one time, and needs no more than all of them', () => {
    fc.assert(
      fc.property(fc.array(lifetime, { maxLength: 40 }), (blocks) => {
        const { offsets, bytes } = layOut(blocks);
        for (const a of blocks) {
          expect(offsets.get(a)! % 64).toBe(0);
          expect(offsets.get(a)! + a.bytes).toBeLessThanOrEqual(bytes);
          for (const b of blocks) {
            if (a === b || !overlap(a, b)) continue;
            const apart = offsets.get(a)! + a.bytes <= offsets.get(b)! || offsets.get(b)! + b.bytes <= offsets.get(a)!;
            expect(apart).toBe(true);
          }
        }
        expect(bytes).toBeLessThanOrEqual(blocks.reduce((sum, block) => sum + Math.ceil(block.bytes / 64) * 64, 0));
      }),
    );
  });

  it('lets blocks that live one after another share a place', () => {
    const blocks = Array.from({ length: 10 }, (_, i) => ({ bytes: 640, first: 2 * i, last: 2 * i + 1 }));
    expect(layOut(blocks).bytes).toBe(640);
  });
});
