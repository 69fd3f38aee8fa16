import { jsBackend } from '@ostinato/backend-js';
import { setBackend, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { cellLaws } from '../testing.ts';
import { Dilated, GRUCell, RNNCell, unroll } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

/** `h' = relu(x + h)`. */
function summing() {
  const cell = new RNNCell({ inputSize: 1, hiddenSize: 1, bias: false, nonlinearity: 'relu' });
  cell.weightIh.assign(Float32Array.of(1));
  cell.weightHh.assign(Float32Array.of(1));
  return cell;
}
const numbers = tensor([[[1], [2], [3], [4], [5], [6], [7]]], { backend: jsBackend() });

describe('Dilated', () => {
  it.each([
    [1, [1, 3, 6, 10, 15, 21, 28]],
    [2, [1, 2, 4, 6, 9, 12, 16]],
    [3, [1, 2, 3, 5, 7, 9, 12]],
  ])('with dilation %d goes on from so many steps before', (dilation, expected) => {
    const layer = unroll(new Dilated(summing(), { dilation }));
    const x = tensor(numbers.dataSync(), [1, 7, 1]);
    const { output, state } = layer.forward(x);
    expect([...output.dataSync()]).toEqual(expected);
    expect(state.map(({ h }) => h.dataSync()[0])).toEqual(expected.slice(-dilation));
    const { output: next } = layer.forward(tensor([[[100]]]), { state });
    expect(next.dataSync()[0]).toBe(100 + expected.at(-dilation)!);
  });

  it('counts the steps of each sequence, without its padding', () => {
    const layer = unroll(new Dilated(summing(), { dilation: 2 }));
    const mask = tensor([[true, false, true, false, true, true, false]], { dtype: 'bool' });
    const { output } = layer.forward(tensor(numbers.dataSync(), [1, 7, 1]), { mask });
    expect([...output.dataSync()]).toEqual([1, 0, 3, 0, 6, 9, 0]);
  });

  it('says what is wrong', () => {
    expect(() => new Dilated(summing(), { dilation: 0 })).toThrow('dilation must be at least 1, got 0');
    expect(() => new Dilated(null as never, { dilation: 1 })).toThrow('cell must be a cell');
  });
});

describe('Dilated GRU', () => {
  const laws = cellLaws(
    (generator) => new Dilated(new GRUCell({ inputSize: 2, hiddenSize: 2, generator }), { dilation: 2 }),
    { backend: (float) => jsBackend({ float }) },
  );
  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});
