import { conformance } from '@ostinato/backend-testkit';
import { describe, expect, it } from 'vitest';
import { eagerWasmBackend } from './testing.ts';

it('runs where memory can be shared and relaxed SIMD is offered', async () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
  const backend = await eagerWasmBackend({ threads: 2 });
  expect(backend.features).toEqual(['relaxed-simd', 'threads']);
  backend.dispose();
});

const variants = [false, true].flatMap((relaxed) => [1, 2].map((threads) => ({ relaxed, threads })));

describe.each(variants)('in Chromium with %o', (options) => {
  it.each(conformance(() => eagerWasmBackend({ ...options, maxMemory: 2 ** 28 })))('$name', ({ check }) => check());
});
