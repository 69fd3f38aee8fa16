import { jsBackend } from '@ostinato/backend-js';
import { describe, expect, it } from 'vitest';
import { conformance } from './index.ts';

describe.each(['float32', 'float64'] as const)('jsBackend in %s', (float) => {
  it.each(conformance(() => jsBackend({ float })))('$name', ({ check }) => check());
});

it('takes a function that makes a backend', () => {
  expect(() => conformance(jsBackend() as never)).toThrow('conformance: make must be a function');
});
