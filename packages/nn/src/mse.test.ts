import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, DTypeError, ShapeError } from '@ostinato/base';
import { type Backend, setBackend, tensor, tidy, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { mse } from './mse.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

describe('mse', () => {
  it('is the mean, the sum or each of the squared differences', () => {
    const [a, b] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([
        [0, 4],
        [3, 7],
      ]),
    ];
    expect(mse(a, b).dataSync()[0]).toBe(14 / 4);
    expect(mse(a, b, { reduction: 'sum' }).dataSync()[0]).toBe(14);
    const none = mse(a, b, { reduction: 'none' });
    expect([none.shape, [...none.dataSync()]]).toEqual([
      [2, 2],
      [1, 4, 0, 9],
    ]);
  });

  it('has the gradient 2 (prediction - target) / n, and its opposite for the target', () => {
    const [a, b] = [tensor([1, 2, 3, 4]), tensor([0, 4, 3, 7])];
    const { gradients } = valueAndGrad([a, b], () => mse(a, b));
    expect([...gradients[0]!.dataSync()]).toEqual([0.5, -1, 0, -1.5]);
    expect([...gradients[1]!.dataSync()].map((g) => g + 0)).toEqual([-0.5, 1, 0, 1.5]);
  });

  it('never broadcasts, and takes float tensors only', () => {
    const before = backend.memory().storages;
    tidy(() => {
      expect(() => mse(zeros([3, 1]), zeros([3]))).toThrow(ShapeError);
      expect(() => mse(zeros([3, 1]), zeros([3]))).toThrow('prediction [3,1] and target [3] must have the same shape');
      expect(() => mse(zeros([3]), 1 as never)).toThrow('target must be a tensor, got 1');
      expect(() => mse(null as never, zeros([3]))).toThrow(ArgumentError);
      expect(() => mse(zeros([3], { dtype: 'int32' }) as never, zeros([3], { dtype: 'int32' }) as never)).toThrow(
        DTypeError,
      );
      expect(() => mse(zeros([3]), zeros([3]), { reduction: 'average' as never })).toThrow('one of mean, sum, none');
      expect(() => mse(zeros([3]), zeros([3]), { reducton: 'sum' } as never)).toThrow('Did you mean "reduction"?');
      mse(zeros([3]), zeros([3]));
    });
    expect(backend.memory().storages).toBe(before);
  });
});
