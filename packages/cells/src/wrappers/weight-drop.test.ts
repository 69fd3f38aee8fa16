import { jsBackend } from '@ostinato/backend-js';
import { stateDict } from '@ostinato/nn';
import { ones, RandomGenerator, setBackend, sum, training, valueAndGrad, zeros } from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { GRUCell, LSTMCell, RNNCell, unroll, WeightDrop, Zoneout } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

const size = 30;

/** `h' = relu(W h)` with W = 1 on the diagonal. */
function diagonal() {
  const cell = new RNNCell({ inputSize: 1, hiddenSize: size, bias: false, nonlinearity: 'relu' });
  cell.weightIh.assign(new Float32Array(size));
  cell.weightHh.assign(Float32Array.from({ length: size * size }, (_, i) => +(i % (size + 1) === 0)));
  return cell;
}

describe('WeightDrop', () => {
  it('drops the same weights in all steps and all sequences, and leaves the cell as it was', () => {
    const cell = diagonal();
    const { weightHh } = cell;
    const layer = unroll(new WeightDrop(cell, { p: 0.2 }));
    const run = () =>
      training({ generator: new RandomGenerator(1) }, () =>
        layer.forward(zeros([2, 3, 1]), { state: { h: ones([2, size]) } }),
      );
    const values = run().output.dataSync();
    expect(looped(run).output.dataSync()).toEqual(values);
    for (let i = 0; i < size; i++) {
      const kept = values[i] === 0 ? 0 : 1.25;
      for (let row = 0; row < 2; row++)
        for (let step = 0; step < 3; step++)
          expect(values[(row * 3 + step) * size + i]).toBe(Math.fround(kept ** (step + 1)));
    }
    expect(new Set([...values].slice(0, size)).size).toBe(2);
    expect(cell.weightHh).toBe(weightHh);
    expect(new Set(layer.forward(zeros([1, 3, 1]), { state: { h: ones([1, size]) } }).output.dataSync())).toEqual(
      new Set([1]),
    );
  });

  it('gives the gradient to the weight, scaled, and none to what was dropped', () => {
    const cell = diagonal();
    const layer = unroll(new WeightDrop(cell, { p: 0.2 }));
    const { gradients, aux } = training({ generator: new RandomGenerator(1) }, () =>
      valueAndGrad(layer, () => {
        const { output } = layer.forward(zeros([1, 1, 1]), { state: { h: ones([1, size]) } });
        return [sum(output), output];
      }),
    );
    const gradient = gradients.get('cell.cell.weight_hh')!.dataSync();
    const alive = aux.dataSync();
    for (let i = 0; i < size; i++) expect(gradient[i * size + i]).toBe(alive[i] === 0 ? 0 : 1.25);
  });

  it('finds a weight in what is wrapped, and its keys are those of the cell', () => {
    const lstm = new LSTMCell({ inputSize: 1, hiddenSize: 2, bias: false });
    const cell = new WeightDrop(new Zoneout(lstm, { rate: 0.1 }), { p: 1, weights: ['weightHh', 'weightIh'] });
    expect([...stateDict(cell).keys()][0]).toBe('cell.cell.weight_ih');
    const layer = unroll(cell);
    const { output } = training({}, () => layer.forward(ones([1, 2, 1])));
    expect(new Set(output.dataSync())).toEqual(new Set([0]));
  });

  it('says what is wrong', () => {
    const cell = new GRUCell({ inputSize: 1, hiddenSize: 2, bias: false });
    expect(() => new WeightDrop(cell, { p: -1 })).toThrow('p must be');
    expect(() => new WeightDrop(new Zoneout(cell, { rate: 0.1 }), { p: 0.5, weights: ['weightHx'] })).toThrow(
      'the cell has no weight "weightHx"; it has weightIh, weightHh.',
    );
    expect(() => new WeightDrop(cell, { p: 0.5, weight: 'weightHh' } as never)).toThrow('Did you mean "weights"?');
  });
});
