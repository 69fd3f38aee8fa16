import { kernelLaws } from '@ostinato/backend/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { makeBackend } from '../wasm-backend.ts';

const backends = await Promise.all([2, 3].map((threads) => makeBackend({ threads, relaxed: false }, 0)));
afterAll(() => backends.forEach((backend) => backend.dispose()));

describe.each(backends)('every call shared by $threads threads', (backend) => {
  it.each(kernelLaws(() => backend))('$name', ({ check }) => check());

  it('says so', () => {
    expect(backend.features).toEqual(['simd', 'threads']);
  });
});
