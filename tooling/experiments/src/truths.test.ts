import { expect, it } from 'vitest';
import { overSeeds, truths } from './truths.ts';

it('judges the mean over seeds', async () => {
  const lines: string[] = [];
  const run = (seed: number) => Promise.resolve({ value: seed / 4, seconds: 2 });
  const runs = await overSeeds('LSTM', 3, run, (line) => lines.push(line));
  expect(lines[2]).toBe('LSTM, seed 3: 0.7500 in 2 s');
  const { rows } = truths(
    'loss',
    [
      { name: 'a', runs, bar: { atMost: 0.5 } },
      { name: 'b', runs, bar: { atLeast: 0.51 } },
      { name: 'c', runs },
    ],
    { digits: 2, notes: [], recipe: {} },
  );
  expect(rows).toEqual([
    ['a', '0.50', '0.25, 0.50, 0.75', 'at most 0.5: reached', '6'],
    ['b', '0.50', '0.25, 0.50, 0.75', 'at least 0.51: MISSED', '6'],
    ['c', '0.50', '0.25, 0.50, 0.75', '-', '6'],
  ]);
});
