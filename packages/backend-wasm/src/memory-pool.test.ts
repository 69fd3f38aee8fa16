import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemoryPool } from './memory-pool.ts';

it('gives a freed block to the next request of its class', () => {
  const pool = new MemoryPool(0, 1024);
  const first = pool.take(100)!;
  pool.take(100);
  pool.give(first, 100);
  expect(pool.take(110)).toBe(first);
});

it('joins what lies side by side when the end is reached', () => {
  const pool = new MemoryPool(0, 1024);
  const blocks = Array.from({ length: 64 }, () => pool.take(16)!);
  expect(pool.take(16)).toBeUndefined();
  for (const block of blocks) pool.give(block, 16);
  expect(pool.take(1024)).toBe(0);
  expect(pool.take(1)).toBeUndefined();
});

it('has as much left after a block was taken back', () => {
  const pool = new MemoryPool(0, 1024);
  const first = pool.take(100)!;
  pool.undo(pool.take(700)!, 700);
  expect(pool.take(16)).toBe(first + 112);
  pool.undo(first, 100);
  expect(pool.take(100)).toBe(first);
});

it('never overlaps blocks, stays within its bounds, and has everything back in the end', () => {
  const requests = fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 3000 }), free: fc.nat(8) }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(requests, (all) => {
      const pool = new MemoryPool(48, 48 + 16_384);
      const live: { address: number; bytes: number }[] = [];
      for (const { bytes, free } of all) {
        const address = pool.take(bytes);
        if (address !== undefined) {
          expect(address >= 48 && address + bytes <= 48 + 16_384 && address % 16 === 0).toBe(true);
          for (const other of live) {
            const apart =
              address + Math.max(bytes, 1) <= other.address || other.address + Math.max(other.bytes, 1) <= address;
            expect(apart).toBe(true);
          }
          live.push({ address, bytes });
        }
        if (free < live.length) for (const block of live.splice(free, 1)) pool.give(block.address, block.bytes);
      }
      for (const { address, bytes } of live) pool.give(address, bytes);
      expect(pool.take(16_384)).toBe(48);
    }),
  );
});
