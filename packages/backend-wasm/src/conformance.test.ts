import { kernelLaws } from '@ostinato/backend/testing';
import { conformance } from '@ostinato/backend-testkit';
import { describe, expect, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';
import { isRepresentative } from './testing/representative.ts';

/**
 * More threads run the same kernels on parts, so one kernel for each way of cutting stands for all. With OSTINATO_FULL one and two
 * threads are held to all laws, plain and relaxed. Ops are made of kernels: those of the relaxed binary are held to all laws in Chromium.
 */
const isFull = process.env['OSTINATO_FULL'] !== undefined;
const variants = [
  { relaxed: false, threads: 1, all: true },
  ...(isFull ? [{ relaxed: false, threads: 2, all: true }] : []),
  { relaxed: false, threads: 3, all: false },
  { relaxed: true, threads: 1, all: true },
  { relaxed: true, threads: 2, all: isFull },
];

/** Whether a law is for every day. */
const isChosen = (law: string, { all, relaxed, threads }: (typeof variants)[number]): boolean => {
  if (isFull || (all && !relaxed)) return true;
  return threads === 1 ? law.startsWith('kernel ') : isRepresentative(law);
};

describe.each(variants)('with $threads threads, relaxed $relaxed', ({ all, ...options }) => {
  const make = once(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 }));
  const laws = all ? conformance(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 })) : kernelLaws(make);
  it.each(laws.filter(({ name }) => isChosen(name, { all, ...options })))('$name', ({ check }) => check());

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
