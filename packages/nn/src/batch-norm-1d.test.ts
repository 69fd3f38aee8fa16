import { jsBackend } from '@ostinato/backend-js';
import { type Backend, setBackend, square, sum, tensor, tidy, training, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { BatchNorm1d } from './batch-norm-1d.ts';
import { loadStateDict, stateDict } from './state-dict.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

const batch = () =>
  tensor([
    [1, 10],
    [3, 10],
    [5, 40],
  ]);
const train = (layer: BatchNorm1d, x = batch()) => training({}, () => layer.forward(x));
const values = (layer: BatchNorm1d, name: 'runningMean' | 'runningVar' | 'numBatchesTracked') => [
  ...layer[name]!.dataSync(),
];

describe('BatchNorm1d', () => {
  it('normalizes by the batch in training, and keeps the unbiased variance', () => {
    const layer = new BatchNorm1d({ numFeatures: 2, eps: 0, momentum: 0.5 });
    const y = train(layer).dataSync();
    const unit = 2 / Math.sqrt(8 / 3);
    [-unit, -Math.SQRT1_2, 0, -Math.SQRT1_2, unit, Math.SQRT2].forEach((value, i) =>
      expect(y[i]).toBeCloseTo(value, 12),
    );
    expect(values(layer, 'runningMean')).toEqual([1.5, 10]);
    expect(values(layer, 'runningVar')).toEqual([2.5, 150.5]);
    expect(values(layer, 'numBatchesTracked')).toEqual([1]);
  });

  it('normalizes by the running statistics outside, and leaves them', () => {
    const layer = new BatchNorm1d({ numFeatures: 2, eps: 0 });
    layer.runningMean!.assign(tensor([1, 10]));
    layer.runningVar!.assign(tensor([4, 25]));
    expect([...layer.forward(batch()).dataSync()]).toEqual([0, 0, 1, 0, 2, 6]);
    expect([
      ...layer
        .forward(
          tensor([
            [
              [1, 3],
              [10, 15],
            ],
          ]),
        )
        .dataSync(),
    ]).toEqual([0, 1, 0, 1]);
    expect(values(layer, 'numBatchesTracked')).toEqual([0]);
  });

  it('averages all batches when momentum is null', () => {
    const layer = new BatchNorm1d({ numFeatures: 1, momentum: null });
    train(layer, tensor([[1], [3]]));
    train(layer, tensor([[5], [9]]));
    expect(values(layer, 'runningMean')).toEqual([4.5]);
    expect(values(layer, 'runningVar')).toEqual([5]);
  });

  it("has torch's names, and loads an int64 counter", () => {
    const layer = new BatchNorm1d({ numFeatures: 2 });
    expect([...stateDict(layer).keys()]).toEqual([
      'weight',
      'bias',
      'running_mean',
      'running_var',
      'num_batches_tracked',
    ]);
    const values = new Map(
      [...stateDict(layer)].map(([key, { shape, size }]) => [
        key,
        { shape, data: key.startsWith('num') ? BigInt64Array.of(7n) : new Float32Array(size) },
      ]),
    );
    loadStateDict(layer, values as never);
    expect(layer.numBatchesTracked!.dataSync()[0]).toBe(7);
    expect([...stateDict(new BatchNorm1d({ numFeatures: 2, affine: false, trackRunningStats: false })).keys()]).toEqual(
      [],
    );
  });

  it('without running statistics uses the batch outside training too', () => {
    const layer = new BatchNorm1d({ numFeatures: 1, trackRunningStats: false, eps: 0 });
    expect([...layer.forward(tensor([[1], [3]])).dataSync()]).toEqual([-1, 1]);
  });

  it('leaves nothing behind, and statistics alone when it throws', () => {
    const layer = new BatchNorm1d({ numFeatures: 2 });
    tidy(() => void [train(layer), layer.forward(batch())]);
    const before = backend.memory().storages;
    const seen = values(layer, 'runningMean');
    tidy(() => void valueAndGrad(layer, () => sum(square(train(layer)))));
    tidy(() =>
      expect(() => layer.forward(zeros([2, 3]))).toThrow('expected input [batch, 2] or [batch, 2, steps], got [2,3]'),
    );
    const after = values(layer, 'runningMean');
    tidy(() => expect(() => train(layer, zeros([1, 2]))).toThrow('more than one value for each feature'));
    expect(values(layer, 'runningMean')).toEqual(after);
    expect(after).not.toEqual(seen);
    expect(backend.memory().storages).toBe(before);
  });
});
