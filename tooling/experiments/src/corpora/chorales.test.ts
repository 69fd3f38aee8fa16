import { expect, it } from 'vitest';
import { choraleBatch, keys } from './chorales.ts';

it('has the quarter that follows as what is wanted, and counts no padding', () => {
  const { inputs, targets, counted } = choraleBatch([
    [[21, 60], [], [108]],
    [[60], [61]],
  ]);
  expect(inputs.shape).toEqual([2, 32, keys]);
  const on = (data: Float32Array) => [...data.keys()].filter((at) => data[at] === 1);
  expect(on(inputs.data)).toEqual([0, 39, 32 * keys + 39]);
  expect(on(targets.data)).toEqual([keys + 87, 32 * keys + 40]);
  expect(on(counted.data)).toEqual([0, 1, 32]);
});
