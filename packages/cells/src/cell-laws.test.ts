import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { cellLaws } from './testing.ts';
import { lawCells, oneOfEach } from './testing/law-cells.ts';

/** These tests run once more on a backend without addresses, where steps are looped: there one form of each cell stands for all. */
const isLooped = jsBackend().at === undefined;

/** There the slowest two are left to three cells: gradients are those of ops, which were tested one by one. */
const skipped = (cell: string, law: string): boolean =>
  isLooped && !/^(RNNCell|LSTMCell|GRUCell)\b/.test(cell) && /central differences|memory runs out/.test(law);

describe.each(Object.entries(isLooped ? oneOfEach : lawCells))('%s', (cell, makeCell) => {
  const laws = cellLaws(makeCell, { backend: (float) => jsBackend({ float }) }).filter(
    ({ name }) => !skipped(cell, name),
  );
  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});
