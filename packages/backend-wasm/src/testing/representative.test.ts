import { expect, it } from 'vitest';
import { isRepresentative } from './representative.ts';

it.each([
  ['kernel unary.abs: is its definition', true],
  ['kernel unary.exp: is its definition', false], // cut as abs is
  ['kernel logicalNot: is its definition', true], // bytes
  ['kernel matmul.tn: is its definition', true],
  ['kernel matmul.nt: is its definition', false], // cut as nn is
  ['op add: values', false],
])('%s: %s', (law, stands) => {
  expect(isRepresentative(law)).toBe(stands);
});
