import { kernelLaws } from '@ostinato/backend/testing';
import { conformance } from '@ostinato/backend-testkit';
import { describe, expect, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';
import { isRepresentative } from './testing/representative.ts';

/** More threads run the same code on other parts: a few kernels stand for all. With OSTINATO_FULL each variant is held to all laws. */
const isFull = process.env['OSTINATO_FULL'] !== undefined;
const variants = [
  { relaxed: false, threads: 1, all: true },
  { relaxed: false, threads: 2, all: isFull },
  { relaxed: false, threads: 3, all: isFull },
  { relaxed: true, threads: 1, all: true },
  { relaxed: true, threads: 2, all: isFull },
];

describe.each(variants)('with $threads threads, relaxed $relaxed', ({ all, ...options }) => {
  const make = once(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 }));
  const laws = all ? conformance(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 })) : kernelLaws(make);
  it.each(laws.filter(({ name }) => all || isRepresentative(name)))('$name', ({ check }) => check());

  it('says what runs', async () => {
    const backend = await make();
    const arithmetic = options.relaxed ? 'relaxed-simd' : 'simd';
    expect(backend.features).toEqual(options.threads > 1 ? [arithmetic, 'threads'] : [arithmetic]);
    expect(backend.threads).toBe(options.threads);
  });
});

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
