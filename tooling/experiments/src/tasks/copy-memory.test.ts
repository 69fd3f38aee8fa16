import { expect, it } from 'vitest';
import { copyBatch, copyChance } from './copy-memory.ts';

it('gives ten symbols, blanks and marks, and asks for the symbols at the end', () => {
  const { inputs, targets } = copyBatch(5, 3, 1, 0);
  expect(inputs.shape).toEqual([3, 25]);
  for (let row = 0; row < 3; row++) {
    const [given, wanted] = [inputs, targets].map(({ data }) => [...data.subarray(25 * row, 25 * row + 25)]);
    const symbols = given!.slice(0, 10);
    expect(symbols.every((id) => id >= 1 && id <= 8)).toBe(true);
    expect(given!.slice(10)).toEqual([0, 0, 0, 0, ...Array<number>(11).fill(9)]);
    expect(wanted).toEqual([...Array<number>(15).fill(0), ...symbols]);
  }
});

it('has the chance level of Bai et al. 2018', () => {
  expect(copyChance(1000)).toBeCloseTo(0.0204, 4);
});
