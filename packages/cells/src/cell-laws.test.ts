import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { cellLaws } from './testing.ts';
import { lawCells } from './testing/law-cells.ts';

describe.each(Object.entries(lawCells))('%s', (_, makeCell) => {
  const laws = cellLaws(makeCell, { backend: (float) => jsBackend({ float }) });
  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});
