import { expect, it } from 'vitest';
import { comparePrints, expectedPrints } from './expected.ts';

it('reads the comments behind console.log, and no others', () => {
  const code = `const a = 1; // a number
console.log(a); // 1
  if (a) console.log('http://a', (1)) // http://a 1
console.log(a);
// console.log is a function`;
  expect(expectedPrints(code)).toEqual([
    { line: 2, text: '1' },
    { line: 3, text: 'http://a 1' },
  ]);
});

it.each([
  ['1', ['1'], undefined],
  ['[ 1, 2 ]', ['[\n  1,  2\n]'], undefined],
  ['Error: a ...', ['Error: a b'], undefined],
  ['1 2', ['1', '2'], undefined],
  ['1', ['2'], 'printed "2"; the comment says "1"'],
  ['1', ['11'], 'printed "11"; the comment says "1"'],
  ['1', [], 'printed nothing; the comment says "1"'],
  ['1', ['1', '1'], 'printed "1 1"; the comment says "1"'],
  ['Error: b ...', ['Error: a b'], 'printed "Error: a b"; the comment says "Error: b ..."'],
])('compares the comment %j with %j', (text, printed, problem) => {
  const found = comparePrints(
    [{ line: 3, text }],
    [{ line: 2, text: '0' }, ...printed.map((each) => ({ line: 3, text: each }))],
  );
  expect(found).toEqual(problem ? [{ line: 3, problem }] : []);
});
