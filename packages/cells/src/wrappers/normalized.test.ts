import { jsBackend } from '@ostinato/backend-js';
import { stateDict } from '@ostinato/nn';
import { ones, setBackend, tensor, type Tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { GRU, Normalized, RNNCell } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

/** `h' = relu(x)`. */
function passing() {
  const cell = new RNNCell({ inputSize: 2, hiddenSize: 2, bias: false, nonlinearity: 'relu' });
  cell.weightIh.assign(Float32Array.of(1, 0, 0, 1));
  cell.weightHh.assign(new Float32Array(4));
  return cell;
}
const values = (t: Tensor) => Array.from(t.dataSync(), (value) => Number(value.toFixed(4)));

describe('Normalized', () => {
  it('normalizes the output over the features of each step; padding stays 0', () => {
    const layer = new Normalized(passing(), { eps: 0 });
    layer.norm.bias!.assign(Float32Array.of(10, 20));
    const { output, state } = layer.forward(
      tensor([
        [
          [1, 3],
          [8, 2],
          [5, 6],
        ],
      ]),
      { lengths: [2] },
    ); // prettier-ignore
    expect(values(output)).toEqual([9, 21, 11, 19, 0, 0]);
    expect(values(state.h)).toEqual([8, 2]); // the layer's own
    expect([...stateDict(layer).keys()].slice(-2)).toEqual(['norm.weight', 'norm.bias']);
  });

  it('or the input', () => {
    const layer = new Normalized(passing(), { position: 'input', eps: 0 });
    expect(
      values(
        layer.forward(
          tensor([
            [1, 3],
            [8, 2],
          ]),
        ).output,
      ),
    ).toEqual([0, 1, 1, 0]); // prettier-ignore
  });

  it('says what is wrong', () => {
    expect(() => new Normalized(passing(), { position: 'before' as never })).toThrow('one of input, output');
    expect(() => new Normalized({ forward: () => ({ output: ones([1]), state: 1 }) })).toThrow(
      'must say its outputSize',
    );
    expect(() => new Normalized(new GRU({ inputSize: 1, hiddenSize: 2 }), { eps: -1 })).toThrow('eps must be');
  });
});
