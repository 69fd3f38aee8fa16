import { expect, it } from 'vitest';
import type { Batch } from './batch.ts';
import { checkIds, windowAt } from './window.ts';

const ids = Int32Array.of(10, 11, 12, 13, 14, 15);

it('copies windows, one a row, targets one further on', () => {
  const batch: Batch = windowAt(ids, [3, 0], 2);
  const { inputs, targets } = batch;
  expect(inputs).toEqual({ data: Int32Array.of(13, 14, 10, 11), shape: [2, 2], dtype: 'int32' });
  expect(targets).toEqual({ data: Int32Array.of(14, 15, 11, 12), shape: [2, 2], dtype: 'int32' });
  expect(inputs?.data.buffer).not.toBe(ids.buffer);
});

it('checks kind and number of ids', () => {
  expect(checkIds('f', ids, 6, 'six')).toBe(ids);
  expect(() => checkIds('f', ids, 7, 'batch 2 x steps 3')).toThrow(
    'f: 6 ids are too few, at least 7 are needed (batch 2 x steps 3). Give more data or smaller sizes.',
  );
  expect(() => checkIds('f', [1, 2], 1, '')).toThrow('f: ids must be an Int32Array');
});
