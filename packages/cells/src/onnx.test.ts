import { jsBackend } from '@ostinato/backend-js';
import { setBackend, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { OnnxRecurrent, OnnxRecurrentCell } from './onnx.ts';

beforeEach(() => setBackend(jsBackend()));

const sizes = { inputSize: 2, hiddenSize: 3 };

describe('what an operator does not have', () => {
  it.each([
    ['GRU', { peepholes: true }, 'peepholes must be left out: it is an attribute of LSTM, and this is GRU'],
    ['RNN', { inputForget: true }, 'inputForget must be left out'],
    ['LSTM', { linearBeforeReset: true }, 'linearBeforeReset must be left out'],
  ] as const)('is refused: %s with %o', (kind, attributes, message) => {
    expect(() => new OnnxRecurrentCell({ ...sizes, kind, attributes })).toThrow(message);
    const off = Object.fromEntries(Object.keys(attributes).map((name) => [name, false]));
    expect(new OnnxRecurrentCell({ ...sizes, kind, attributes: off }).kind).toBe(kind);
  });

  it('is refused where it is an input', () => {
    const layer = new OnnxRecurrent({ cells: [new OnnxRecurrentCell({ ...sizes, kind: 'GRU' })] });
    expect(() => layer.forward(zeros([4, 1, 2]), { c: zeros([1, 1, 3]) })).toThrow('only an LSTM has a cell state');
  });
});

it('takes two cells only if they agree', () => {
  const make = (kind: 'GRU' | 'LSTM', hiddenSize: number) => new OnnxRecurrentCell({ ...sizes, kind, hiddenSize });
  const both = (...cells: OnnxRecurrentCell[]) => new OnnxRecurrent({ cells, direction: 'bidirectional' });
  expect(() => both(make('GRU', 3), make('LSTM', 3))).toThrow('cells must agree in kind, got GRU and LSTM');
  expect(() => both(make('GRU', 3), make('GRU', 4))).toThrow('cells must agree in outputSize, got 3 and 4');
  expect(both(make('GRU', 3), make('GRU', 3)).cells).toHaveLength(2);
});
