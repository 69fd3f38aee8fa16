import { jsBackend } from '@ostinato/backend-js';
import { IndexError } from '@ostinato/base';
import { type Backend, logSoftmax, setBackend, tensor, tidy, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { crossEntropy } from './cross-entropy.ts';
import { nll } from './nll.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

const logP = () =>
  tensor([
    [-1, -2, -3],
    [-0.5, -4, -1.5],
  ]);
const ids = (...values: number[]) => tensor(values, { dtype: 'int32' });

describe('nll', () => {
  it('is minus the log probability of the target', () => {
    expect([...nll(logP(), ids(2, 0), { reduction: 'none' }).dataSync()]).toEqual([3, 0.5]);
    expect(nll(logP(), ids(2, 0), { reduction: 'sum' }).dataSync()[0]).toBe(3.5);
    expect(nll(logP(), ids(2, 0)).dataSync()[0]).toBe(1.75);
  });

  it('weighs classes, and divides a mean by the weights that count', () => {
    const weight = tensor([1, 2, 4]);
    expect(nll(logP(), ids(2, 0), { weight }).dataSync()[0]).toBe((4 * 3 + 0.5) / 5);
    expect(nll(logP(), ids(2, -100), { weight }).dataSync()[0]).toBe(3);
    const x = logP();
    expect(
      [...valueAndGrad(x, () => nll(x, ids(2, 1), { ignoreIndex: 1, reduction: 'sum' })).gradients!.dataSync()].map(
        (g) => g + 0,
      ),
    ).toEqual([0, 0, -1, 0, 0, 0]);
  });

  it('after logSoftmax is crossEntropy, with further axes too', () => {
    const x = tensor([
      [
        [1, 2],
        [0, -1],
        [3, 0.5],
      ],
    ]); // [batch, classes, steps]
    const target = tensor([[2, 0]], { dtype: 'int32' });
    expect(nll(logSoftmax(x, 1), target).dataSync()[0]).toBeCloseTo(crossEntropy(x, target).dataSync()[0]!, 14);
  });

  it('explains misuse and leaves nothing behind', () => {
    const before = backend.memory().storages;
    tidy(() => {
      expect(() => nll(logP(), ids(0, 3))).toThrow(IndexError);
      expect(() => nll(logP(), ids(0, 3))).toThrow('nll: target 3 at position 1 is not one of 3 classes');
      expect(() => nll(logP(), zeros([2, 3]) as never)).toThrow('target must be int32');
      expect(() => nll(logP(), ids(0))).toThrow('[1]');
    });
    expect(backend.memory().storages).toBe(before);
  });
});
