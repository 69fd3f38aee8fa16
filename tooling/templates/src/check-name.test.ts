import { expect, it } from 'vitest';
import { checkName } from './check-name.ts';
import { Refusal } from './refusal.ts';

it.each(['silu', 'softsign-square', 'conv2d', 'bitwise-and'])('takes %s', (name) => {
  expect(checkName(name)).toBe(name);
});

it.each([
  ['SoftsignSquare', 'is not kebab-case. Did you mean softsign-square?'],
  ['soft_sign', 'Did you mean soft-sign?'],
  ['../up', 'Did you mean up?'],
  ['a--b', 'Did you mean a-b?'],
  ['', 'is not kebab-case'],
  ['2d', 'Did you mean d?'],
  ['delete', 'reserved word'],
  ['string-utils', '"utils" does not say what is inside'],
  ['read-and-write', '"and" does not say'],
  [`${'long-'.repeat(8)}name`, 'longer than 40 characters'],
])('refuses %j', (name, says) => {
  expect(() => checkName(name)).toThrow(Refusal);
  expect(() => checkName(name)).toThrow(says);
});
