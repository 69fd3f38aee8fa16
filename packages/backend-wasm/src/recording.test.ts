import { recordingLaws } from '@ostinato/backend-testkit';
import { describe, expect, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';

const full = process.env['OSTINATO_FULL'] !== undefined;

/** What is recorded depends on the kernels that there are only, so one law for each step is enough; for threads, one for each kind. */
const chosen: Readonly<Record<number, RegExp>> = {
  1: /^programs|: is its loop$/,
  2: /^programs (take|in chunks)|(an LSTM of one product|keys made of a memory|every dtype|dropout on|nested|statistics).*: is its loop$/,
};

describe.each([1, 2])('with %s threads', (threads) => {
  const laws = recordingLaws(() => eagerWasmBackend({ threads, maxMemory: 2 ** 28 }), { full });
  const some = laws.filter(({ name }) => full || chosen[threads]!.test(name));
  it.each(some)('$name', ({ check }) => check());

  it('chooses laws that there are', () => expect(some.length).toBeGreaterThan(7));
});
