import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { conformance, opaqueBackend } from './index.ts';

describe.each(['float32', 'float64'] as const)('jsBackend without addresses in %s', (float) => {
  it.each(conformance(async () => opaqueBackend(jsBackend({ float }))))('$name', ({ check }) => check());
});
