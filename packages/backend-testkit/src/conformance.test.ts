import { jsBackend } from '@ostinato/backend-js';
import { describe, expect, it } from 'vitest';
import { conformance } from './index.ts';

/** The kernels of jsBackend are held to their laws, and to more exact ones, in its own package. */
describe.each(['float32', 'float64'] as const)('jsBackend in %s', (float) => {
  const laws = conformance(() => jsBackend({ float })).filter(({ name }) => !name.startsWith('kernel '));
  it.each(laws)('$name', ({ check }) => check());
});

it('takes a function that makes a backend', () => {
  expect(() => conformance(jsBackend() as never)).toThrow('conformance: make must be a function');
});
