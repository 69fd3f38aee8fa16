import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, ShapeError } from '@ostinato/base';
import { stateDict } from '@ostinato/nn';
import { explain, ones, setBackend, tensor, type Tensor, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Dilated, LSTM, LSTMCell, RNNCell, Stacked, unroll } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

/** `h' = relu(x + 2 h)`. */
function doubling() {
  const cell = new RNNCell({ inputSize: 1, hiddenSize: 1, bias: false, nonlinearity: 'relu' });
  cell.weightIh.assign(Float32Array.of(1));
  cell.weightHh.assign(Float32Array.of(2));
  return cell;
}
const x = () =>
  tensor([
    [[1], [2], [3]],
    [[4], [5], [6]],
  ]); // prettier-ignore
const values = (t: Tensor) => [...t.dataSync()];

describe('unroll', () => {
  it('runs a cell forward or backward, from any state', () => {
    const cell = doubling();
    const lengths = [3, 2];
    const forward = unroll(cell).forward(x(), { lengths });
    expect(values(forward.output)).toEqual([1, 4, 11, 4, 13, 0]);
    expect(values(forward.state.h)).toEqual([11, 13]);
    const backward = unroll(cell, { reverse: true }).forward(x(), { lengths, state: { h: tensor([[10], [20]]) } });
    expect(values(backward.output)).toEqual([97, 48, 23, 94, 45, 0]);
    expect(values(backward.state.h)).toEqual([97, 94]);
  });

  it('encodes: the last output of each sequence, which backward is its first; an empty one is 0', () => {
    const cell = doubling();
    const mask = tensor(
      [
        [false, true, true],
        [false, false, false],
      ],
      { dtype: 'bool' },
    ); // prettier-ignore
    const state = { h: tensor([[0], [7]]) };
    const last = unroll(cell).encode(x(), { mask, state });
    expect([last.output.shape, values(last.output), values(last.state.h)]).toEqual([
      [2, 1],
      [7, 0],
      [7, 7],
    ]); // prettier-ignore
    const first = unroll(cell, { reverse: true }).encode(x(), { lengths: [2, 3] });
    expect(values(first.output)).toEqual([5, 38]);
    expect(unroll(cell).encode(tensor([[1], [2]])).output.shape).toEqual([1]);
  });

  it('is the layer of the same cell', () => {
    const layer = new LSTM({ inputSize: 3, hiddenSize: 4 });
    const cell = new LSTMCell({ inputSize: 3, hiddenSize: 4 });
    const own = [...stateDict(layer).values()];
    for (const [i, box] of [...stateDict(cell).values()].entries()) box.assign(own[i]!.dataSync());
    const input = ones([2, 5, 3]);
    const [mine, right] = [unroll(cell).forward(input, { trace: true }), layer.forward(input, { trace: true })];
    expect(mine.output.dataSync()).toEqual(right.output.dataSync());
    expect(mine.state.c.dataSync()).toEqual(right.state.c.dataSync());
    expect(mine.trace!['inputGate']!.dataSync()).toEqual(right.trace!['inputGateL0']!.dataSync());
    expect([...stateDict(unroll(cell)).keys()][0]).toBe('cell.weight_ih');
  });

  it('records one program for its life', () => {
    const layer = unroll(doubling());
    const run = (steps: number) => explain(() => layer.forward(ones([2, steps, 1])));
    expect(run(4)).toBe(run(4));
    expect(run(4)).toContain('relu');
  });

  it('refuses a state of another form, before anything ran', () => {
    const layer = unroll(new Dilated(new LSTMCell({ inputSize: 1, hiddenSize: 2 }), { dilation: 2 }));
    const { state } = layer.forward(x());
    expect(() => layer.forward(x(), { state: [state[0]!] })).toThrow(
      'unroll: state [1].h must be a tensor [2,2], got undefined',
    );
    const wide = [state[0]!, { h: zeros([2, 3]), c: zeros([2, 2]) }];
    expect(() => layer.forward(x(), { state: wide })).toThrow(ShapeError);
    expect(() => layer.forward(x(), { state: [...state, ...state] })).toThrow('state [2].h must be left out');
    expect(() => layer.forward(zeros([2, 3, 4]))).toThrow('with 1 features');
    expect(() => layer.forward(x(), { lengths: [1, 4] })).toThrow(ArgumentError);
    expect(() => layer.forward(x(), { length: [1, 2] } as never)).toThrow('Did you mean "lengths"?');
    expect(() => unroll({} as never)).toThrow('cell must be a cell');
    expect(() => unroll(doubling(), { reverse: 1 as never })).toThrow('reverse must be true or false');
    expect(() => unroll(new Stacked([doubling()]) as never)).toThrow('cell must be a cell');
  });
});
