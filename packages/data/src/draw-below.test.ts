import { expect, it } from 'vitest';
import { drawBelow } from './draw-below.ts';

const words = (...given: number[]): (() => number) => {
  return () => given.shift()!;
};

it('takes the remainder of a word', () => {
  expect(drawBelow(10, words(123))).toBe(3);
  expect(drawBelow(1, words(2 ** 32 - 1))).toBe(0);
  expect(drawBelow(2 ** 32, words(2 ** 32 - 1))).toBe(2 ** 32 - 1);
});

it('skips the words that would favor small numbers', () => {
  expect(drawBelow(3, words(2 ** 32 - 1, 5))).toBe(2); // 2^32 = 3 * 1431655765 + 1: one word too many
  expect(drawBelow(3, words(2 ** 32 - 2))).toBe(2);
  expect(drawBelow(2 ** 31 + 1, words(2 ** 31 + 1, 2 ** 32 - 1, 2 ** 31))).toBe(2 ** 31);
  expect(drawBelow(8, words(2 ** 32 - 1))).toBe(7); // a power of two skips none
});
