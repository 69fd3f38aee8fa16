import { kernelLaws } from '@ostinato/backend/testing';
import { describe, expect, it } from 'vitest';
import { wasmBackend } from './index.ts';

const backends = await Promise.all([false, true].map((relaxed) => wasmBackend({ relaxed })));

describe.each(backends)('$features', (backend) => {
  it.each(kernelLaws(() => backend))('$name', ({ check }) => check());

  it('and nothing is left of all these calls', () => {
    expect(backend.memory().storages).toBe(0);
  });
});
