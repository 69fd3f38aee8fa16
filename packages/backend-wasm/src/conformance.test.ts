import { kernelLaws } from '@ostinato/backend/testing';
import { conformance } from '@ostinato/backend-testkit';
import { describe, expect, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';

/** Each arithmetic, on one thread and on two. */
const variants = [false, true].flatMap((relaxed) => [1, 2].map((threads) => ({ relaxed, threads })));

describe.each(variants)('with %o', (options) => {
  it.each(conformance(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 })))('$name', ({ check }) => check());

  it('says what runs', async () => {
    const backend = await eagerWasmBackend(options);
    const arithmetic = options.relaxed ? 'relaxed-simd' : 'simd';
    expect(backend.features).toEqual(options.threads > 1 ? [arithmetic, 'threads'] : [arithmetic]);
    expect(backend.threads).toBe(options.threads);
    backend.dispose();
  });
});

describe('with three threads, whose parts are of unequal size', () => {
  const backend = once(() => eagerWasmBackend({ relaxed: false, threads: 3, maxMemory: 2 ** 28 }));
  const laws = kernelLaws(backend).filter(({ name }) => /matmul|columnSum|gatherRows|random|adamStep/.test(name));
  it.each(laws)('$name', ({ check }) => check());
});

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
