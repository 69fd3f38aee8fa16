import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { conformance, opaqueBackend } from './index.ts';

describe.each(['float32', 'float64'] as const)('jsBackend without addresses in %s', (float) => {
  for (const { name, check } of conformance(async () => opaqueBackend(jsBackend({ float })))) it(name, check);
});
