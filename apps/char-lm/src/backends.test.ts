import { ArgumentError, BackendError } from '@ostinato/base';
import { expect, it } from 'vitest';
import { makeBackend } from './backends.ts';

it('makes the reference backend', () => {
  expect(makeBackend('js').backend.name).toBe('js');
});

it.each(['wasm', 'tfjs'])('names the package that %s needs', (name) => {
  expect(() => makeBackend(name)).toThrow(BackendError);
  expect(() => makeBackend(name)).toThrow(`@ostinato/backend-${name}`);
});

it('names the nearest backend', () => {
  expect(() => makeBackend('wams')).toThrow(ArgumentError);
  expect(() => makeBackend('wams')).toThrow('Did you mean "wasm"?');
});
