import { expect, it } from 'vitest';
import { ignored } from '../training/batches.ts';
import { parityBatch } from './parity.ts';

it('asks once, at the end, whether the number of ones is odd', () => {
  const { inputs, targets } = parityBatch({ longest: 6 }, 200, 1, 0);
  const lengths = new Set<number>();
  for (let row = 0; row < 200; row++) {
    const [bits, wanted] = [inputs, targets].map(({ data }) => [...data.subarray(6 * row, 6 * row + 6)]);
    const last = wanted!.findIndex((id) => id !== ignored);
    lengths.add(last + 1);
    expect(wanted!.filter((id) => id !== ignored)).toEqual([
      bits!.slice(0, last + 1).reduce((sum, bit) => sum ^ bit, 0),
    ]);
  }
  expect([...lengths].sort((x, y) => x - y)).toEqual([1, 2, 3, 4, 5, 6]);
});
