import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { conformance, opaqueBackend } from './index.ts';

/** Kernels in float32 and what is made of them in float64: without addresses both are called in the same way. */
const isFull = process.env['OSTINATO_FULL'] !== undefined;
const isChosen = (law: string, float: 'float32' | 'float64'): boolean =>
  isFull || law.startsWith('kernel ') === (float === 'float32');

describe.each(['float32', 'float64'] as const)('jsBackend without addresses in %s', (float) => {
  const laws = conformance(async () => opaqueBackend(jsBackend({ float })));
  it.each(laws.filter(({ name }) => isChosen(name, float)))('$name', ({ check }) => check());
});
