import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { conformance, opaqueBackend } from './index.ts';

/** Kernels in one precision: without addresses they are called in the same way in both. */
describe.each(['float32', 'float64'] as const)('jsBackend without addresses in %s', (float) => {
  const laws = conformance(async () => opaqueBackend(jsBackend({ float })));
  it.each(laws.filter(({ name }) => float === 'float32' || !name.startsWith('kernel ')))('$name', ({ check }) =>
    check(),
  );
});
