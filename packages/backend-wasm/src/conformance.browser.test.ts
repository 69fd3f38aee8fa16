import { conformance } from '@ostinato/backend-testkit';
import { describe, expect, inject, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';
import { isRepresentative } from './testing/representative.ts';

/** With OSTINATO_FULL every variant is held to all laws. */
const isFull = inject('full' as never) as boolean;

it('runs where memory can be shared and relaxed SIMD is offered', async () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
  const backend = await eagerWasmBackend({ threads: 2 });
  expect(backend.features).toEqual(['relaxed-simd', 'threads']);
  backend.dispose();
});

const variants = [
  { relaxed: false, threads: 1, all: isFull },
  { relaxed: false, threads: 2, all: isFull },
  { relaxed: true, threads: 1, all: isFull },
  { relaxed: true, threads: 2, all: true },
];

describe.each(variants)('in Chromium with $threads threads, relaxed $relaxed', ({ all, ...options }) => {
  const laws = conformance(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 }));
  it.each(laws.filter(({ name }) => all || isRepresentative(name)))('$name', ({ check }) => check());
});
