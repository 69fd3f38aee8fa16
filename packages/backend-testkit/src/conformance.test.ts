import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { conformance, opaqueBackend } from './index.ts';

describe.each(['float32', 'float64'] as const)('conformance in %s', (float) => {
  describe('of jsBackend', () => {
    for (const { name, check } of conformance(() => jsBackend({ float }))) it(name, check);
  });
  describe('of jsBackend without addresses', () => {
    for (const { name, check } of conformance(() => opaqueBackend(jsBackend({ float })))) it(name, check);
  });
});
