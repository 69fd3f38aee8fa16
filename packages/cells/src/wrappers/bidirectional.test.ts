import { jsBackend } from '@ostinato/backend-js';
import { stateDict } from '@ostinato/nn';
import { forwardInChunks, lastHidden, stream } from '@ostinato/sequence';
import { normal, RandomGenerator, setBackend, tensor, type Tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Bidirectional, GRU, GRUCell, LSTM, LSTMCell, Residual, RNNCell, Stacked } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

/** `h' = relu(x + 2 h)`. */
function doubling() {
  const cell = new RNNCell({ inputSize: 1, hiddenSize: 1, bias: false, nonlinearity: 'relu' });
  cell.weightIh.assign(Float32Array.of(1));
  cell.weightHh.assign(Float32Array.of(2));
  return cell;
}
const values = (t: Tensor) => [...t.dataSync()];

describe('Bidirectional', () => {
  // forward 1, 4, 11; backward 17, 8, 3
  it.each([
    ['concat', [1, 17, 4, 8, 11, 3], [11, 17]],
    ['sum', [18, 12, 14], [28]],
    ['mul', [17, 32, 33], [187]],
    ['average', [9, 6, 7], [14]],
  ] as const)('merges by %s', (merge, all, last) => {
    const layer = new Bidirectional(doubling(), doubling(), { merge });
    const x = tensor([[[1], [2], [3]]]);
    expect(values(layer.forward(x).output)).toEqual(all);
    expect(values(layer.encode(x).output)).toEqual(last);
    expect(layer.outputSize).toBe(merge === 'concat' ? 2 : 1);
  });

  it('gives both by themselves', () => {
    const { forward, backward } = new Bidirectional(doubling(), doubling()).separate(tensor([[1], [2], [3]]));
    expect([values(forward.output), values(backward.output)]).toEqual([
      [1, 4, 11],
      [17, 8, 3],
    ]);
  });

  it("is torch's bidirectional LSTM, with lengths and from a state", () => {
    const sizes = { inputSize: 3, hiddenSize: 4 };
    const torch = new LSTM({ ...sizes, bidirectional: true });
    const mine = new Bidirectional(new LSTMCell(sizes), new LSTMCell(sizes));
    expect([...stateDict(mine).keys()].filter((key) => key.endsWith('weight_ih'))).toEqual([
      'forward_layer.cell.weight_ih',
      'backward_layer.cell.weight_ih',
    ]);
    const own = [...stateDict(torch).values()];
    for (const [i, box] of [...stateDict(mine).values()].entries()) box.assign(own[i]!.dataSync());
    const x = normal([3, 5, 3], { generator: new RandomGenerator(1) });
    const first = torch.forward(x);
    const begun = mine.forward(x);
    const [right, got] = [
      torch.forward(x, { lengths: [5, 0, 2], state: first.state }),
      mine.forward(x, { lengths: [5, 0, 2], state: begun.state }),
    ];
    expect(got.output.dataSync()).toEqual(right.output.dataSync());
    expect([...values(got.state.forward.c), ...values(got.state.backward.c)]).toEqual(values(right.state.c));
    expect(mine.encode(x, { lengths: [5, 1, 2] }).output.dataSync()).toEqual(
      lastHidden(torch.forward(x, { lengths: [5, 1, 2] })).dataSync(),
    );
  });

  it('takes any composition, and names traces by direction', () => {
    const half = () =>
      new Residual(
        new Stacked([new GRU({ inputSize: 2, hiddenSize: 3 }), new GRUCell({ inputSize: 3, hiddenSize: 2 })]),
      ); // prettier-ignore
    const layer = new Bidirectional(half(), half(), { merge: 'average' });
    const { state, trace } = layer.forward(normal([2, 4, 2]), { trace: true });
    expect(state.backward[1].h.shape).toEqual([2, 2]);
    expect(state.forward[0].h.shape).toEqual([1, 2, 3]);
    expect(Object.keys(trace!)).toContain('backward.1.updateGate');
    expect([...stateDict(layer).keys()]).toContain('backward_layer.layer.layer.layers.0.weight_ih_l0');
  });

  it('refuses what needs the future, and what does not fit', () => {
    const layer = new Bidirectional(doubling(), doubling());
    expect(() => stream(layer)).toThrow('reads backward');
    expect(() => stream(new Stacked([layer]))).toThrow('reads backward');
    expect(() => forwardInChunks(layer, tensor([[1]]), { chunk: 1 })).toThrow('reads backward');
    const wide = new GRUCell({ inputSize: 1, hiddenSize: 2 });
    expect(() => new Bidirectional(wide, doubling(), { merge: 'sum' })).toThrow(
      'outputSize of the layers must be the same, got 2 and 1',
    );
    expect(() => new Bidirectional(wide, new GRUCell({ inputSize: 2, hiddenSize: 2 }))).toThrow(
      'inputSize of the layers',
    );
    expect(() => new Bidirectional(wide, wide, { merge: 'averag' as never })).toThrow('Did you mean "average"?');
    expect(() => new Bidirectional(wide, null as never)).toThrow('backward must be a sequence layer or a cell');
    expect(() => new Bidirectional(new GRU({ inputSize: 1, hiddenSize: 1, timeMajor: true }), wide)).toThrow(
      'Make it without timeMajor',
    );
    expect(() => layer.forward(tensor([[1]]), { state: { front: 1 } as never })).toThrow(
      'Known options: forward, backward',
    );
  });
});
