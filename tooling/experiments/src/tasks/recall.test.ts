import { expect, it } from 'vitest';
import { ignored } from '../training/batches.ts';
import { recallBatch, symbols } from './recall.ts';

it.each(['copy', 'reversal'] as const)('%s: a sequence, a mark, and the sequence again', (kind) => {
  const { inputs, targets } = recallBatch(kind, 4, 2, 7, 3);
  expect(inputs.shape).toEqual([2, 8]);
  for (const row of [0, 1]) {
    const given = [...inputs.data.slice(8 * row, 8 * row + 4)];
    const wanted = kind === 'copy' ? given : [...given].reverse();
    expect([...inputs.data.slice(8 * row + 4, 8 * row + 8)]).toEqual([symbols, ...wanted.slice(0, 3)]);
    expect([...targets.data.slice(8 * row, 8 * row + 8)]).toEqual([...Array<number>(4).fill(ignored), ...wanted]);
  }
  expect(recallBatch(kind, 4, 2, 7, 3)).toEqual(recallBatch(kind, 4, 2, 7, 3));
  expect(recallBatch(kind, 4, 2, 7, 4)).not.toEqual(recallBatch(kind, 4, 2, 7, 3));
});
