import { expect, it } from 'vitest';
import { nameForms, substitute, toKebab } from './name-forms.ts';

it('writes a name in every form', () => {
  expect(nameForms('softsign-square')).toEqual({
    kebab: 'softsign-square',
    camel: 'softsignSquare',
    pascal: 'SoftsignSquare',
  });
  expect(nameForms('conv2d')).toEqual({ kebab: 'conv2d', camel: 'conv2d', pascal: 'Conv2d' });
});

it('puts them in the place of placeholders, and knows no others', () => {
  const forms = nameForms('a-b');
  expect(substitute('__kebab__.ts: __camel__Row, __pascal__Cell, __dirname_', forms)).toBe(
    'a-b.ts: aBRow, ABCell, __dirname_',
  );
  expect(() => substitute('__snake__', forms)).toThrow('__snake__ is no placeholder; there are kebab, camel, pascal');
});

it.each([
  ['SoftsignSquare', 'softsign-square'],
  ['softsign_square', 'softsign-square'],
  ['Softsign square!', 'softsign-square'],
  ['2d-conv-', 'd-conv'],
  ['--', ''],
])('%s was probably meant to be %s', (given, meant) => {
  expect(toKebab(given)).toBe(meant);
});
