import { jsBackend } from '@ostinato/backend-js';
import { type Backend, setBackend, sum, square, tensor, tidy, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { LayerNorm } from './layer-norm.ts';
import { stateDict } from './state-dict.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

describe('LayerNorm', () => {
  it('gives the last axes mean 0 and variance 1, then weight and bias', () => {
    const layer = new LayerNorm({ normalizedShape: 2, eps: 0 });
    layer.weight!.assign(tensor([2, 3]));
    layer.bias!.assign(tensor([10, 20]));
    expect([
      ...layer
        .forward(
          tensor([
            [1, 3],
            [9, 5],
          ]),
        )
        .dataSync(),
    ]).toEqual([8, 23, 12, 17]);
    expect(new LayerNorm({ normalizedShape: [2, 3] }).forward(zeros([4, 2, 3])).shape).toEqual([4, 2, 3]);
    expect(new LayerNorm({ normalizedShape: 3 }).forward(zeros([0, 3])).shape).toEqual([0, 3]);
  });

  it("has torch's names", () => {
    expect([...stateDict(new LayerNorm({ normalizedShape: [2, 3] })).keys()]).toEqual(['weight', 'bias']);
    expect([...stateDict(new LayerNorm({ normalizedShape: 3, bias: false })).keys()]).toEqual(['weight']);
    expect(stateDict(new LayerNorm({ normalizedShape: 3, elementwiseAffine: false })).size).toBe(0);
  });

  it('leaves nothing behind but value and gradients', () => {
    const layer = new LayerNorm({ normalizedShape: 3 });
    layer.forward(zeros([2, 3])).dispose();
    const before = backend.memory().storages;
    tidy(() => void valueAndGrad(layer, () => sum(square(layer.forward(tensor([[1, 2, 4]]))))));
    tidy(() => expect(() => layer.forward(zeros([2, 4]))).toThrow('LayerNorm: expected input [..., 3], got [2,4]'));
    tidy(() => expect(() => layer.forward(zeros([]))).toThrow('got []'));
    expect(backend.memory().storages).toBe(before);
  });

  it('explains wrong options', () => {
    expect(() => new LayerNorm({ normalizedShape: [] })).toThrow('normalized axes must be at least 1');
    expect(() => new LayerNorm({ normalizedShape: 3, esp: 1 } as never)).toThrow('Did you mean "eps"?');
  });
});
