import { type KernelName, kernelTable } from '@ostinato/backend';
import { kernelLaws } from '@ostinato/backend/testing';
import { describe, expect, it } from 'vitest';
import { jsBackend } from './index.ts';

it('has every kernel of the table, the optional ones too', () => {
  expect(Object.keys(jsBackend().kernels).sort()).toEqual((Object.keys(kernelTable) as KernelName[]).sort());
});

describe.each(['float32', 'float64'] as const)('in %s', (float) => {
  const backend = jsBackend({ float });
  it.each(kernelLaws(() => backend, { exactSums: true }))('$name', ({ check }) => check());

  it('and nothing is left of all these calls', () => {
    expect(backend.memory().storages).toBe(0);
  });
});
