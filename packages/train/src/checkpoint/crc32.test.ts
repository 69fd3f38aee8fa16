import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('is the CRC-32 of zip and PNG, over parts as over the whole', () => {
  const bytes = new TextEncoder().encode('123456789');
  expect(crc32(bytes)).toBe(0xcbf43926); // the check value of the CRC catalogs
  expect(crc32(bytes.subarray(0, 4), bytes.subarray(4))).toBe(0xcbf43926);
  expect(crc32()).toBe(0);
});
