import { expect, it } from 'vitest';
import { table } from './table.ts';

it('aligns its columns', () => {
  expect(
    table(
      ['model', 'loss'],
      [
        ['LSTM', 1.5],
        ['a Transformer', 1.25],
      ],
    ),
  ).toBe(
    [
      '| model         | loss |',
      '|---------------|------|',
      '| LSTM          | 1.5  |',
      '| a Transformer | 1.25 |',
    ].join('\n'),
  );
});
