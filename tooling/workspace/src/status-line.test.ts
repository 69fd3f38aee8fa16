import { expect, it } from 'vitest';
import { messageOf, statusLine } from './status-line.ts';

it('says how it went, how long it took and what came of it', () => {
  expect(statusLine(true, 'use', performance.now(), '3 files')).toMatch(/^ok {5}use {10}0\.\d s {2}3 files$/);
  expect(statusLine(false, 'use', performance.now() - 61_000)).toMatch(/^FAILED use {9}61\.\d s$/);
  expect([messageOf(new Error('oh')), messageOf('ah')]).toEqual(['oh', 'ah']);
});
