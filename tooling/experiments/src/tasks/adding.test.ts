import { expect, it } from 'vitest';
import { addingBatch } from './adding.ts';

it('asks for the sum of two marked numbers, one of each half', () => {
  const { inputs, targets } = addingBatch(7, 5, 3, 0);
  expect([inputs.shape, targets.shape]).toEqual([
    [5, 7, 2],
    [5, 1],
  ]);
  for (let row = 0; row < 5; row++) {
    const steps = Array.from({ length: 7 }, (_, i) => inputs.data.subarray(2 * (7 * row + i), 2 * (7 * row + i) + 2));
    const marked = steps.flatMap(([, mark], i) => (mark === 1 ? [i] : []));
    expect([marked.length, marked[0]! < 3, marked[1]! >= 3]).toEqual([2, true, true]);
    expect(targets.data[row]).toBeCloseTo(steps[marked[0]!]![0]! + steps[marked[1]!]![0]!, 6);
  }
  expect(addingBatch(7, 5, 3, 0)).toEqual(addingBatch(7, 5, 3, 0));
  expect(addingBatch(7, 5, 3, 1)).not.toEqual(addingBatch(7, 5, 3, 0));
});
