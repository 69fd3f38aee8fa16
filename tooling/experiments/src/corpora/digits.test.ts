import { expect, it } from 'vitest';
import { readDigits, shiftedInto, side } from './digits.ts';

it('has ten thousand digits, of every kind about as many in either part', () => {
  const { train, test } = readDigits();
  expect([train.labels.length, test.labels.length]).toEqual([8000, 2000]);
  const counts = [train, test].map(({ labels }) => labels.filter((label) => label === 1).length);
  expect(counts).toEqual([902, 225]);
  expect(train.pixels.length).toBe(8000 * side * side);
  expect(Math.max(...train.pixels.subarray(0, 7840))).toBe(1);
});

it('moves a picture by whole pixels', () => {
  const picture = Float32Array.from({ length: side * side }, (_, i) => i + 1);
  const target = new Float32Array(2 * side * side);
  shiftedInto(target, side * side, picture, 1, -1);
  expect([...target.subarray(side * side, side * side + 3)]).toEqual([0, side + 1, side + 2]);
  expect(target.subarray(2 * side * side - side).every((pixel) => pixel === 0)).toBe(true);
});
