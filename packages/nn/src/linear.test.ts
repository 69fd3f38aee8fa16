import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, ShapeError } from '@ostinato/base';
import { type Backend, RandomGenerator, setBackend, sum, tensor, tidy, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Linear } from './linear.ts';
import { stateDict } from './state-dict.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

describe('Linear', () => {
  it('is y = x W^T + b over the last axis, whatever stands before it', () => {
    const layer = new Linear({ inFeatures: 2, outFeatures: 3 });
    layer.weight.assign(
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    );
    layer.bias!.assign(tensor([10, 20, 30]));
    expect([...layer.forward(tensor([1, -1])).dataSync()]).toEqual([9, 19, 29]);
    expect(layer.forward(zeros([4, 5, 2])).shape).toEqual([4, 5, 3]);
    expect([...layer.forward(tensor([[[1, 1]], [[0, 2]]])).dataSync()]).toEqual([13, 27, 41, 14, 28, 42]);
    expect(layer.forward(zeros([0, 2])).shape).toEqual([0, 3]);
  });

  it("has torch's names, with and without bias", () => {
    const shapes = (layer: Linear) => [...stateDict(layer)].map(([key, { shape }]) => [key, [...shape]]);
    expect(shapes(new Linear({ inFeatures: 2, outFeatures: 3 }))).toEqual([
      ['weight', [3, 2]],
      ['bias', [3]],
    ]);
    expect(shapes(new Linear({ inFeatures: 2, outFeatures: 3, bias: false }))).toEqual([['weight', [3, 2]]]);
  });

  it('starts uniform in 1 / sqrt(inFeatures) either way, by its seed', () => {
    const make = (seed: number) =>
      new Linear({ inFeatures: 100, outFeatures: 50, generator: new RandomGenerator(seed) }).weight.dataSync();
    const values = [...make(1)];
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.max(...values)).toBeLessThanOrEqual(0.1);
    expect(Math.max(...values)).toBeGreaterThan(0.0995);
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
  });

  it('refuses what does not fit', () => {
    const layer = new Linear({ inFeatures: 2, outFeatures: 3 });
    expect(() => layer.forward(zeros([4, 3]))).toThrow(ShapeError);
    expect(() => layer.forward(zeros([4, 3]))).toThrow('expects 2 input features, got x [4,3]');
    expect(() => layer.forward(null as never)).toThrow(ArgumentError);
    expect(() => new Linear({ inFeatures: 0, outFeatures: 3 })).toThrow('inFeatures must be at least 1, got 0');
    expect(() => new Linear({ inFeatures: 2, outFeatures: 1.5 })).toThrow(
      'outFeatures must be a whole number, got 1.5',
    );
    expect(() => new Linear({ inFeatures: 2, outFeatures: 3, bias: 'no' as never })).toThrow(
      'bias must be true or false, got "no"',
    );
    expect(() => new Linear({ inFeatures: 2, outFeatures: 3, generator: 1 as never })).toThrow(
      'generator must be a RandomGenerator, got 1',
    );
    expect(() => new Linear({ inFeatures: 2, outFeature: 3 } as never)).toThrow('Did you mean "outFeatures"?');
  });

  it('leaves nothing behind', () => {
    const layer = new Linear({ inFeatures: 2, outFeatures: 3 });
    expect(backend.memory().storages).toBe(0);
    const x = zeros([4, 2]);
    layer.forward(x).dispose();
    const before = backend.memory().storages;
    tidy(() => void valueAndGrad(layer, () => sum(layer.forward(x))));
    expect(backend.memory().storages).toBe(before);
    expect(() => tidy(() => layer.forward(zeros([4, 3])))).toThrow('input features');
    expect(backend.memory().storages).toBe(before);
  });
});
