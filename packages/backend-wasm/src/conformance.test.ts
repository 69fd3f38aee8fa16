import { conformance } from '@ostinato/backend-testkit';
import { describe, expect, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';

/** Each arithmetic, alone and with others; three threads for parts of unequal size. */
const variants = [
  { relaxed: false, threads: 1 },
  { relaxed: false, threads: 2 },
  { relaxed: false, threads: 3 },
  { relaxed: true, threads: 1 },
  { relaxed: true, threads: 2 },
];

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
