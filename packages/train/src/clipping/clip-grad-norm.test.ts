import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError } from '@ostinato/base';
import { setBackend, tensor, tidy } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { clipGradNorm } from './clip-grad-norm.ts';

const backend = jsBackend({ float: 'float64' });
beforeEach(() => setBackend(backend));

describe('clipGradNorm', () => {
  it.each([
    [2, 5],
    [1, 7],
    [Infinity, 4],
  ])('norm %d', (normType, expected) => {
    const { gradients, norm } = clipGradNorm([tensor([3]), tensor([[-4], [0]])], 1, { normType });
    expect(norm.shape).toEqual([]);
    expect(norm.dataSync()[0]).toBe(expected);
    expect(gradients[1]!.shape).toEqual([2, 1]);
    expect(gradients[1]!.dataSync()[0]).toBeCloseTo(-4 / (expected + 1e-6), 14);
  });

  it('leaves small gradients as they are', () => {
    const { gradients } = clipGradNorm({ a: tensor([0.3]), b: undefined }, 10);
    expect([...gradients.a!.dataSync()]).toEqual([0.3]);
    expect(gradients).toHaveProperty('b', undefined);
  });

  it('keeps the keys of a map, and works on nothing', () => {
    const { gradients } = clipGradNorm(
      new Map([
        ['w', tensor([3, 4])],
        ['b', undefined],
      ]),
      1,
    );
    expect([...gradients.keys()]).toEqual(['w', 'b']);
    expect(clipGradNorm([], 1).norm.dataSync()[0]).toBe(0);
  });

  it('makes what is not finite visible, as torch', () => {
    const { gradients, norm } = clipGradNorm([tensor([NaN, 1]), tensor([2])], 1);
    expect(norm.dataSync()[0]).toBeNaN();
    expect(gradients[1]!.dataSync()[0]).toBeNaN();
    expect(clipGradNorm([tensor([NaN, 1])], 1, { normType: Infinity }).norm.dataSync()[0]).toBeNaN();
  });

  it('frees all but the result', () => {
    const gradients = [tensor([3]), tensor([4])];
    const before = backend.memory().storages;
    const result = clipGradNorm(gradients, 1);
    expect(backend.memory().storages - before).toBe(3);
    tidy(() => [...result.gradients, result.norm].forEach((x) => x.dispose()));
  });

  it('names a wrong argument', () => {
    expect(() => clipGradNorm([], -1)).toThrow(ArgumentError);
    expect(() => clipGradNorm([], 1, { normType: 3 })).toThrow(/1, 2 or Infinity, got 3/);
    expect(() => clipGradNorm(tensor([1]) as never, 1)).toThrow(/Map, an array or a record/);
    expect(() => clipGradNorm([1] as never, 1)).toThrow(/each gradient must be a tensor/);
  });
});
