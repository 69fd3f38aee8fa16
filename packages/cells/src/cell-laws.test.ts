import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { GRUCell } from './gru-cell.ts';
import { LSTMCell } from './lstm-cell.ts';
import { RNNCell } from './rnn-cell.ts';
import { cellLaws, type MakeCell } from './testing.ts';

const sizes = { inputSize: 3, hiddenSize: 4 };

const cells: Record<string, MakeCell> = {
  'RNNCell, tanh': (generator) => new RNNCell({ ...sizes, generator }),
  'RNNCell, relu': (generator) => new RNNCell({ ...sizes, nonlinearity: 'relu', generator }),
  'RNNCell without bias': (generator) => new RNNCell({ ...sizes, bias: false, generator }),
  LSTMCell: (generator) => new LSTMCell({ ...sizes, generator }),
  'LSTMCell with a projection': (generator) => new LSTMCell({ ...sizes, projSize: 2, generator }),
  'LSTMCell without bias': (generator) => new LSTMCell({ ...sizes, bias: false, generator }),
  'GRUCell, reset after the product': (generator) => new GRUCell({ ...sizes, generator }),
  'GRUCell, reset before the product': (generator) => new GRUCell({ ...sizes, resetAfter: false, generator }),
  'GRUCell without bias, reset before the product': (generator) =>
    new GRUCell({ ...sizes, bias: false, resetAfter: false, generator }),
  'a cell of one feature': (generator) => new LSTMCell({ inputSize: 1, hiddenSize: 1, generator }),
};

describe.each(Object.entries(cells))('%s', (_, makeCell) => {
  const laws = cellLaws(makeCell, { backend: (float) => jsBackend({ float }) });
  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});
