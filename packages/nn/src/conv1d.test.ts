import { jsBackend } from '@ostinato/backend-js';
import {
  type Backend,
  RandomGenerator,
  setBackend,
  square,
  sum,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Conv1d, type Conv1dOptions } from './conv1d.ts';
import { stateDict } from './state-dict.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

/** Torch's definition, one output after the other. */
function naive(
  layer: Conv1d,
  x: Tensor<'float32'>,
  { kernelSize, stride = 1, dilation = 1, groups = 1, outChannels, inChannels }: Conv1dOptions,
  before: number,
  windows: number,
): number[] {
  const [w, b, data] = [layer.weight.dataSync(), layer.bias!.dataSync(), x.dataSync()];
  const [batch, , steps] = x.shape as [number, number, number];
  const [each, outs] = [inChannels / groups, outChannels / groups];
  return Array.from({ length: batch * outChannels * windows }, (_, at) => {
    const [n, o, t] = [Math.floor(at / windows / outChannels), Math.floor(at / windows) % outChannels, at % windows];
    let value = b[o]!;
    for (let c = 0; c < each; c++) {
      for (let k = 0; k < kernelSize; k++) {
        const step = t * stride + k * dilation - before;
        if (step >= 0 && step < steps)
          value +=
            w[(o * each + c) * kernelSize + k]! *
            data[(n * inChannels + Math.floor(o / outs) * each + c) * steps + step]!;
      }
    }
    return value;
  });
}

const base = { inChannels: 4, outChannels: 6, kernelSize: 3 };
const cases: readonly (readonly [options: Conv1dOptions, before: number, windows: number])[] = [
  [base, 0, 5],
  [{ ...base, padding: 2, stride: 2 }, 2, 5],
  [{ ...base, dilation: 3 }, 0, 1],
  [{ ...base, groups: 2, padding: 1 }, 1, 7],
  [{ ...base, outChannels: 4, groups: 4, kernelSize: 1 }, 0, 7],
  [{ ...base, padding: 'same', kernelSize: 4 }, 1, 7],
  [{ ...base, padding: 'causal', dilation: 2 }, 4, 7],
  [{ ...base, padding: 'causal', stride: 3 }, 2, 3],
];

describe('Conv1d', () => {
  it.each(cases)('%j is the sum of products of its definition', (options, before, windows) => {
    const layer = new Conv1d({ ...options, generator: new RandomGenerator(1) });
    const x = tensor(
      Float64Array.from({ length: 2 * 4 * 7 }, (_, i) => Math.sin(i * 1.7)),
      [2, 4, 7],
    );
    const y = layer.forward(x);
    expect(y.shape).toEqual([2, options.outChannels, windows]);
    naive(layer, x, options, before, windows).forEach((value, i) => expect(y.dataSync()[i]).toBeCloseTo(value, 12));
  });

  it('causal padding never looks ahead', () => {
    const layer = new Conv1d({ inChannels: 1, outChannels: 1, kernelSize: 3, padding: 'causal', dilation: 2 });
    const upTo = (step: number) => [
      ...layer.forward(tensor([[[1, 2, 3, 4, 5, 6].map((v, i) => (i > step ? 99 : v))]])).dataSync(),
    ];
    expect(upTo(3).slice(0, 4)).toEqual(upTo(5).slice(0, 4));
    expect(upTo(3)[4]).not.toBe(upTo(5)[4]);
  });

  it('takes one sequence without a batch, and an empty batch', () => {
    const layer = new Conv1d({ ...base, bias: false });
    expect(layer.forward(zeros([4, 7])).shape).toEqual([6, 5]);
    expect(layer.forward(zeros([0, 4, 7])).shape).toEqual([0, 6, 5]);
    expect([...stateDict(layer)].map(([key, { shape }]) => [key, [...shape]])).toEqual([['weight', [6, 4, 3]]]);
  });

  it('starts within 1 / sqrt(fan in)', () => {
    const values = new Conv1d({ inChannels: 8, outChannels: 16, kernelSize: 2, groups: 2 }).weight.dataSync();
    const bound = 1 / Math.sqrt(8);
    expect(Math.max(...values)).toBeLessThan(bound);
    expect(Math.max(...values)).toBeGreaterThan(0.9 * bound);
  });

  it('leaves nothing behind', () => {
    const layer = new Conv1d(base);
    tidy(() => void layer.forward(zeros([1, 4, 7])));
    const before = backend.memory().storages;
    tidy(() => void valueAndGrad(layer, () => sum(square(layer.forward(zeros([2, 4, 7]))))));
    tidy(() =>
      expect(() => layer.forward(zeros([2, 4, 2]))).toThrow('a kernel that reaches over 3 steps does not fit [2,4,2]'),
    );
    tidy(() =>
      expect(() => layer.forward(zeros([2, 7, 4]))).toThrow(
        'expected input [batch, 4, steps] or [4, steps], got [2,7,4]',
      ),
    );
    expect(backend.memory().storages).toBe(before);
  });

  it('explains wrong options', () => {
    expect(() => new Conv1d({ ...base, groups: 3 })).toThrow('4 and 6 channels cannot be cut into 3 equal groups');
    expect(() => new Conv1d({ ...base, padding: 'casual' as never })).toThrow('Did you mean "causal"?');
    expect(() => new Conv1d({ ...base, padding: 'same', stride: 2 })).toThrow('padding "same" needs stride 1');
    expect(() => new Conv1d({ ...base, kernelSize: 0 })).toThrow('kernelSize must be at least 1');
  });
});
