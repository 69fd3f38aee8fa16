import { ArgumentError, BackendError } from '@ostinato/base';
import { expect, it } from 'vitest';
import { makeBackend } from './backends.ts';

it.each(['js', 'wasm'] as const)('makes backend %s', async (name) => {
  const { backend, description } = await makeBackend(name);
  expect(backend.name).toBe(name);
  expect(description).toContain(name);
});

it('names the package that tfjs needs', async () => {
  await expect(makeBackend('tfjs')).rejects.toThrow(BackendError);
  await expect(makeBackend('tfjs')).rejects.toThrow('@ostinato/backend-tfjs');
});

it('names the nearest backend', async () => {
  await expect(makeBackend('wams')).rejects.toThrow(ArgumentError);
  await expect(makeBackend('wams')).rejects.toThrow('Did you mean "wasm"?');
});
