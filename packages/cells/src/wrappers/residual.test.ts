import { jsBackend } from '@ostinato/backend-js';
import { stateDict } from '@ostinato/nn';
import { RandomGenerator, setBackend, tensor, type Tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { GRUCell, Residual, RNNCell } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

/** `h' = relu(x + 2 h)`. */
function doubling() {
  const cell = new RNNCell({ inputSize: 1, hiddenSize: 1, bias: false, nonlinearity: 'relu' });
  cell.weightIh.assign(Float32Array.of(1));
  cell.weightHh.assign(Float32Array.of(2));
  return cell;
}
const values = (t: Tensor) => Array.from(t.dataSync(), (value) => Number(value.toFixed(6)));
const x = () => tensor([[[1], [2], [3]]]);

describe('Residual', () => {
  it('adds the input, or puts it beside the output', () => {
    const { output, state } = new Residual(doubling()).forward(x(), { lengths: [2] });
    expect([values(output), values(state.h)]).toEqual([[2, 6, 0], [4]]); // prettier-ignore
    const dense = new Residual(doubling(), { mode: 'dense' });
    expect(values(dense.forward(x(), { lengths: [2] }).output)).toEqual([1, 1, 2, 4, 0, 0]);
    expect(dense.outputSize).toBe(2);
  });

  it('carries the input through a highway gate', () => {
    const layer = new Residual(doubling(), { mode: 'gated', generator: new RandomGenerator(1) });
    expect([...stateDict(layer).keys()]).toEqual([
      'layer.cell.weight_ih',
      'layer.cell.weight_hh',
      'gate.weight',
      'gate.bias',
    ]);
    expect(values(layer.gate!.bias!)).toEqual([-1]);
    layer.gate!.weight.assign(Float32Array.of(0.5));
    const gates = [1, 2, 3].map((value) => 1 / (1 + Math.exp(1 - 0.5 * value)));
    const expected = [1, 4, 11].map((y, i) => gates[i]! * y + (1 - gates[i]!) * (i + 1));
    const { output, trace } = layer.forward(x(), { trace: true });
    expect(values(output)).toEqual(expected.map((value) => Number(value.toFixed(6))));
    expect(trace!['residualGate']!.shape).toEqual([3, 1, 1]);
    expect(values(trace!['residualGate']!)).toEqual(gates.map((value) => Number(value.toFixed(6))));
  });

  it('says what is wrong', () => {
    const wide = () => new GRUCell({ inputSize: 1, hiddenSize: 2 });
    expect(() => new Residual(wide())).toThrow('as many features out as in, got 1 and 2');
    expect(() => new Residual(wide(), { mode: 'gated' })).toThrow('as many features out as in');
    expect(() => new Residual(wide(), { mode: 'highway' as never })).toThrow('mode must be one of add, gated, dense');
    const silent = { forward: () => ({ output: x(), state: undefined }) };
    expect(() => new Residual(silent).forward(tensor([[[1, 2]]]))).toThrow('the layer made [1,3,1] of [1,1,2]');
    expect(() => new Residual(silent, { mode: 'gated' })).toThrow('the layer must say its inputSize');
  });
});
