import { expect, it } from 'vitest';
import { idBatch, share } from './batches.ts';

it('fills up short sequences with what does not count', () => {
  const { inputs, targets } = idBatch(
    [
      { inputs: [1], targets: [2] },
      { inputs: [3, 4], targets: [-100, 5] },
    ],
    3,
  );
  expect([...inputs.data]).toEqual([1, 0, 0, 3, 4, 0]);
  expect([...targets.data]).toEqual([2, -100, -100, -100, 5, -100]);
  expect(share(Int32Array.of(2, 0, 0, 0, 6, 0), targets.data)).toBe(0.5);
});
