import { ArgumentError } from '@ostinato/base';
import { expect, it } from 'vitest';
import { makeBackend } from './backends.ts';

it.each([
  ['js', 'js'],
  ['wasm', 'wasm'],
  ['tfjs', 'tfjs:wasm'],
])('makes backend %s', async (name, called) => {
  const { backend, description } = await makeBackend(name);
  expect(backend.name).toBe(called);
  expect(description).toContain(called);
});

it('names the nearest backend', async () => {
  await expect(makeBackend('wams')).rejects.toThrow(ArgumentError);
  await expect(makeBackend('wams')).rejects.toThrow('Did you mean "wasm"?');
});
