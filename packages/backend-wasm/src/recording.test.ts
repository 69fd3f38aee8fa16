import { recordingLaws } from '@ostinato/backend-testkit';
import { describe, expect, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';
import { everyStep, someSteps } from './testing/chosen-steps.ts';

/** With OSTINATO_FULL every variant is held to all laws. */
const full = process.env['OSTINATO_FULL'] !== undefined;
const variants = [
  { relaxed: false, threads: 1, chosen: everyStep },
  { relaxed: true, threads: 1, chosen: someSteps },
  { relaxed: true, threads: 2, chosen: someSteps },
  ...(full ? [{ relaxed: false, threads: 2, chosen: everyStep }] : []),
];

describe.each(variants)('with $threads threads, relaxed $relaxed', ({ chosen, ...options }) => {
  const laws = recordingLaws(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 }), { full });
  const some = laws.filter(({ name }) => full || chosen.test(name));
  it.each(some)('$name', ({ check }) => check());

  it('chooses laws that there are', () => expect(some.length).toBeGreaterThan(7));
});
