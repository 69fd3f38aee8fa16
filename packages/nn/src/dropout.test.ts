import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, DTypeError } from '@ostinato/base';
import {
  add,
  type Backend,
  inference,
  mul,
  normal,
  ones,
  RandomGenerator,
  setBackend,
  square,
  sum,
  tensor,
  tidy,
  training,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Dropout, dropout } from './dropout.ts';
import { bothWays } from './testing/fused-ways.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

const inTraining = <R>(seed: number, fn: () => R) => training({ generator: new RandomGenerator(seed) }, fn);

describe('Dropout', () => {
  it.each([0.1, 0.5, 0.9])('with p = %d drops that share within 4 sigma and scales the rest', (p) => {
    const n = 100_000;
    const values = inTraining(7, () => new Dropout({ p }).forward(ones([n]))).dataSync();
    const kept = values.filter((value: number) => value !== 0);
    expect(Math.abs(kept.length - n * (1 - p))).toBeLessThan(4 * Math.sqrt(n * p * (1 - p)));
    const scale = Math.fround(1 / (1 - p));
    expect(kept.every((value: number) => value === scale)).toBe(true);
  });

  it('is the identity outside training, and in inference inside it', () => {
    const [layer, x] = [new Dropout(), tensor([1, -2, NaN])];
    expect(layer.p).toBe(0.5);
    expect(layer.forward(x)).toBe(x);
    expect(inTraining(1, () => inference(() => layer.forward(x)))).toBe(x);
    expect(inTraining(1, () => dropout(x, 0))).toBe(x);
  });

  it('drops everything with p = 1', () => {
    const { value, gradients } = inTraining(1, () => {
      const x = ones([8]);
      return valueAndGrad(x, () => sum(dropout(x, 1)));
    });
    expect(value.dataSync()[0]).toBe(0);
    expect([...gradients!.dataSync()]).toEqual(Array(8).fill(0));
  });

  it('repeats by the seed, and differs from call to call', () => {
    const x = ones([64]);
    const twice = (seed: number) =>
      inTraining(seed, () => [dropout(x, 0.5), dropout(x, 0.5)].map((y) => [...y.dataSync()]));
    expect(twice(1)).toEqual(twice(1));
    expect(twice(1)).not.toEqual(twice(2));
    expect(twice(1)[0]).not.toEqual(twice(1)[1]);
  });

  it('draws the same mask in float64', () => {
    const run = () => [...inTraining(3, () => dropout(ones([5, 7]), 0.3)).dataSync()].map((value) => value !== 0);
    const single = run();
    setBackend(jsBackend({ float: 'float64' }));
    expect(run()).toEqual(single);
  });

  it('passes the gradient through its own mask', () => {
    const x = ones([100]);
    const { gradients, aux } = inTraining(5, () =>
      valueAndGrad(x, () => {
        const y = dropout(x, 0.25);
        return [sum(y), y];
      }),
    );
    expect(gradients!.dataSync()).toEqual(aux.dataSync());
  });

  it('refuses what is no probability or no float tensor, in inference too', () => {
    expect(() => new Dropout({ p: 1.5 })).toThrow('p must be at least 0 and at most 1, got 1.5');
    expect(() => new Dropout({ p: NaN })).toThrow(ArgumentError);
    expect(() => new Dropout({ rate: 0.5 } as never)).toThrow('unknown option "rate"');
    expect(() => dropout(zeros([2]), -1)).toThrow('p must be at least 0');
    expect(() => dropout([1] as never, 0.5)).toThrow('x must be a tensor, got a plain array');
    expect(() => dropout(zeros([2], { dtype: 'int32' }) as never, 0.5)).toThrow(DTypeError);
  });

  it('leaves nothing behind', () => {
    const x = ones([10]);
    const before = backend.memory().storages;
    inTraining(1, () => dropout(x, 0.5)).dispose();
    tidy(() => void inTraining(1, () => valueAndGrad(x, () => sum(dropout(x, 0.5)))));
    expect(backend.memory().storages).toBe(before);
  });

  it.each([0, 0.1, 0.5, 0.73, 1])('gives the bits of its composition with p = %d, also differentiated twice', (p) => {
    for (const float of ['float32', 'float64'] as const) {
      const [fused, composed] = bothWays(
        () => jsBackend({ float }),
        'dropout',
        () => {
          const x = add(
            mul(normal([5, 7], { generator: new RandomGenerator(2) }), 3),
            tensor([-1, 0, -0, 1, 1e30, -Infinity, NaN]),
          );
          const slope = () => valueAndGrad(x, () => sum(square(dropout(x, p)))).gradients!;
          const { value, gradients } = valueAndGrad(x, () => sum(square(slope())));
          return [dropout(x, p), slope(), value, gradients ?? zeros([])].flatMap((y) => [...y.dataSync()]);
        },
      );
      expect([fused.calls > 0, composed.calls]).toEqual([p > 0, 0]);
      expect(fused.values).toEqual(composed.values);
    }
  });
});
