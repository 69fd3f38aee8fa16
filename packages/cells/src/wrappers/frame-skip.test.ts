import { jsBackend } from '@ostinato/backend-js';
import { compile, ones, setBackend, sum, tensor, type Tensor, valueAndGrad } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { FrameSkip, GRUCell, RNNCell } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

/** `h' = relu(x + h)`. */
function summing() {
  const cell = new RNNCell({ inputSize: 1, hiddenSize: 1, bias: false, nonlinearity: 'relu' });
  cell.weightIh.assign(Float32Array.of(1));
  cell.weightHh.assign(Float32Array.of(1));
  return cell;
}
const values = (t: Tensor) => [...t.dataSync()];
const x = () => tensor([[[1], [2], [3], [4], [5], [6], [7]]]); // prettier-ignore

describe('FrameSkip', () => {
  it.each([
    [1, [1, 3, 6, 10, 15, 21, 28], 0],
    [2, [1, 1, 4, 4, 9, 9, 16], 1],
    [3, [1, 1, 1, 5, 5, 5, 12], 1],
  ])('sees one frame out of %d and repeats what was said', (every, expected, phase) => {
    const { output, state } = new FrameSkip(summing(), { every }).forward(x());
    expect(values(output)).toEqual(expected);
    expect([values(state.phase), values(state.output), values(state.layer.h)]).toEqual([
      [phase],
      [expected[6]],
      [expected[6]],
    ]);
  });

  it('counts real frames only, and goes on where it was', () => {
    const layer = new FrameSkip(summing(), { every: 2 });
    const mask = tensor([[false, true, true, false, true, true, true]], { dtype: 'bool' });
    const { output, state } = layer.forward(x(), { mask });
    expect(values(output)).toEqual([0, 2, 2, 0, 7, 7, 14]);
    expect(values(layer.forward(tensor([[[100], [1]]]), { state }).output)).toEqual([14, 15]);
  });

  it('can be compiled with its gradients', () => {
    const layer = new FrameSkip(new GRUCell({ inputSize: 1, hiddenSize: 2 }), { every: 2 });
    const loss = (input: Tensor<'float32'>) => {
      const { value, gradients } = valueAndGrad(layer, () => sum(layer.forward(input, { lengths: [7] }).output));
      return [value, gradients.get('layer.cell.weight_hh')!];
    };
    const once = loss(x()).map((value) => [...value.dataSync()]);
    const compiled = compile(loss);
    for (let i = 0; i < 3; i++) expect(compiled(x()).map((value) => [...value.dataSync()])).toEqual(once);
  });

  it('says what is wrong', () => {
    expect(() => new FrameSkip(summing(), { every: 0 })).toThrow('every must be at least 1');
    expect(() => new FrameSkip(summing(), { every: 2 }).forward(ones([1, 2, 1]), { state: { h: 1 } as never })).toThrow(
      'Known options: layer, phase, output',
    );
  });
});
