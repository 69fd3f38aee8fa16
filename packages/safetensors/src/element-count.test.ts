import { expect, it } from 'vitest';
import { elementCount } from './element-count.ts';

it('counts the elements of a shape and knows what it cannot count', () => {
  expect(elementCount([])).toBe(1);
  expect(elementCount([2, 3, 4])).toBe(24);
  expect(elementCount([0, 2 ** 52, 2])).toBe(0);
  expect(elementCount([2 ** 53 - 1])).toBe(2 ** 53 - 1);
  expect(elementCount([2 ** 53])).toBe(Infinity);
  expect(elementCount([65536, 65536, 65536, 65536])).toBe(Infinity);
  expect(elementCount([2 ** 52, 2 ** 52, 0])).toBe(Infinity);
});
