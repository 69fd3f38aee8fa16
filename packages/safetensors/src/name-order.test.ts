import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareNames } from './name-order.ts';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

it('orders names as their UTF-8 bytes', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareNames(a, b))).toBe(Buffer.compare(utf8(a), utf8(b)));
    }),
  );
  expect(compareNames('\u{1f600}', '\uff01')).toBeGreaterThan(0);
  expect(compareNames('a', 'ab')).toBeLessThan(0);
});
