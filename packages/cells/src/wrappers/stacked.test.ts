import { jsBackend } from '@ostinato/backend-js';
import { stateDict } from '@ostinato/nn';
import { normal, ones, RandomGenerator, setBackend, tensor, type Tensor, training } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { GRU, GRUCell, LSTM, LSTMCell, RNNCell, Stacked, unroll } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));
const values = (t: Tensor) => [...t.dataSync()];

describe('Stacked', () => {
  it("is torch's LSTM of two layers", () => {
    const torch = new LSTM({ inputSize: 3, hiddenSize: 4, numLayers: 2 });
    const mine = new Stacked([
      new LSTMCell({ inputSize: 3, hiddenSize: 4 }),
      new LSTMCell({ inputSize: 4, hiddenSize: 4 }),
    ]);
    const own = [...stateDict(torch).values()];
    for (const [i, box] of [...stateDict(mine).values()].entries()) box.assign(own[i]!.dataSync());
    const x = normal([3, 5, 3], { generator: new RandomGenerator(1) });
    const [got, right] = [mine.forward(x, { lengths: [2, 0, 5] }), torch.forward(x, { lengths: [2, 0, 5] })];
    expect(got.output.dataSync()).toEqual(right.output.dataSync());
    expect([...values(got.state[0].c), ...values(got.state[1].c)]).toEqual(values(right.state.c));
  });

  it('has layers of any width and kind, each with its own state, trace and keys', () => {
    const layer = new Stacked([
      new LSTM({ inputSize: 2, hiddenSize: 5, bidirectional: true }),
      new GRUCell({ inputSize: 10, hiddenSize: 3 }),
    ]);
    expect([layer.inputSize, layer.outputSize, layer.bidirectional]).toEqual([2, 3, true]);
    const { output, state, trace } = layer.forward(ones([2, 4, 2]), { trace: true });
    expect([output.shape, state[0].c.shape, state[1].h.shape]).toEqual([
      [2, 4, 3],
      [2, 2, 5],
      [2, 3],
    ]);
    expect(Object.keys(trace!)).toEqual(expect.arrayContaining(['0.inputGateL0Reverse', '1.updateGate']));
    expect([...stateDict(layer).keys()]).toEqual(
      expect.arrayContaining(['layers.0.weight_ih_l0', 'layers.1.cell.weight_hh']),
    );
  });

  it('drops between layers, in training only, and not before the first or after the last', () => {
    const pass = () => {
      const cell = new RNNCell({ inputSize: 20, hiddenSize: 20, bias: false, nonlinearity: 'relu' });
      cell.weightIh.assign(Float32Array.from({ length: 400 }, (_, i) => +(i % 21 === 0)));
      cell.weightHh.assign(new Float32Array(400));
      return unroll(cell);
    };
    const x = ones([4, 3, 20]);
    const run = (count: number) =>
      training(
        { generator: new RandomGenerator(1) },
        () => new Stacked(Array.from({ length: count }, pass), { dropout: 0.5 }).forward(x).output,
      );
    expect(new Set(run(1).dataSync())).toEqual(new Set([1]));
    expect(new Set(run(2).dataSync())).toEqual(new Set([0, 2]));
    expect(new Set(run(3).dataSync())).toEqual(new Set([0, 4]));
    expect(new Set(new Stacked([pass(), pass()], { dropout: 0.5 }).forward(x).output.dataSync())).toEqual(new Set([1]));
  });

  it('says what is wrong', () => {
    const gru = (inputSize: number, hiddenSize: number) => new GRU({ inputSize, hiddenSize });
    expect(() => new Stacked([gru(1, 2), gru(3, 2)])).toThrow('layers[1] takes 3 features, but layers[0] gives 2');
    expect(() => new Stacked([])).toThrow('an array of at least one layer');
    expect(() => new Stacked([gru(1, 2), {} as never])).toThrow('layers[1] must be a sequence layer or a cell');
    expect(() => new Stacked([gru(1, 2)], { dropout: 1.5 })).toThrow('dropout must be');
    const layer = new Stacked([gru(1, 2), gru(2, 2)]);
    expect(() => layer.forward(tensor([[[1]]]), { state: [] as never })).toThrow('state must be an array of 2 states');
    expect(() => layer.forward(tensor([[[1]]]), { lengths: [2] })).toThrow('lengths[0] is 2');
  });
});
