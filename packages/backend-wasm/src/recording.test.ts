import { recordingLaws, sameBitsLaws } from '@ostinato/backend-testkit';
import { describe, expect, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';
import { everyStep, someSteps } from './testing/chosen-steps.ts';

/** With OSTINATO_FULL every variant is held to all laws. */
const full = process.env['OSTINATO_FULL'] !== undefined;
const variants = [
  { relaxed: false, threads: 1, chosen: everyStep },
  // One thread has the bits of two: see below.
  { relaxed: true, threads: 2, chosen: someSteps },
  ...(full ? [1, 2].map((threads) => ({ relaxed: threads === 1, threads, chosen: everyStep })) : []),
];

describe.each(variants)('with $threads threads, relaxed $relaxed', ({ chosen, ...options }) => {
  const laws = recordingLaws(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 }), { full });
  // Half of the steps, which are recorded as on jsBackend, where all of them run every day.
  const isOften = (name: string, i: number): boolean => i % 2 === 0 || someSteps.test(name);
  const some = laws.filter(({ name }, i) => full || (chosen.test(name) && isOften(name, i)));
  it.each(some)('$name', ({ check }) => check());

  it('chooses laws that there are', () => expect(some.length).toBeGreaterThan(7));
});

describe.each(full ? [false, true] : [true])('relaxed %s: two threads and one', (relaxed) => {
  const make = (threads: number) => () => eagerWasmBackend({ relaxed, threads, maxMemory: 2 ** 28 });
  const laws = sameBitsLaws(make(1), make(2));
  it.each(laws)('$name', ({ check }) => check());
});
