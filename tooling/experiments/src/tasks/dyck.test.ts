import { expect, it } from 'vitest';
import { closes, dyckBatch } from './dyck.ts';

it('closes what is open, and never opens more than the depth', () => {
  const { inputs, targets } = dyckBatch(3, 40, 20, 1, 0);
  const depths = new Set<number>();
  for (let row = 0; row < 20; row++) {
    const word = [...targets.data.subarray(40 * row, 40 * row + 40)];
    expect([...inputs.data.subarray(40 * row, 40 * row + 40)]).toEqual([0, ...word.slice(0, -1)]);
    const open: number[] = [];
    for (const id of word) {
      if (closes(id)) expect(open.pop()).toBe(id - 2);
      else open.push(id);
      depths.add(open.length);
    }
  }
  expect([...depths].sort((x, y) => x - y)).toEqual([0, 1, 2, 3]);
});
