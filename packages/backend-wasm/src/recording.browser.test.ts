import { recordingLaws, sameBitsLaws } from '@ostinato/backend-testkit';
import { describe, inject, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';
import { everyStep, someSteps } from './testing/chosen-steps.ts';

/** With OSTINATO_FULL every variant is held to every step. */
const isFull = inject('full' as never) as boolean;
const variants = [
  { relaxed: false, threads: 1, chosen: someSteps },
  { relaxed: false, threads: 2, chosen: someSteps },
  { relaxed: true, threads: 1, chosen: everyStep },
  { relaxed: true, threads: 2, chosen: someSteps },
];

describe.each(variants)('in Chromium with $threads threads, relaxed $relaxed', ({ chosen, ...options }) => {
  const laws = recordingLaws(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 }));
  it.each(laws.filter(({ name }) => (isFull ? everyStep : chosen).test(name)))('$name', ({ check }) => check());
});

describe('in Chromium: two threads and one', () => {
  const make = (threads: number) => () => eagerWasmBackend({ threads, maxMemory: 2 ** 28 });
  it.each(sameBitsLaws(make(1), make(2)))('$name', ({ check }) => check());
});
