import { jsBackend } from '@ostinato/backend-js';
import { parameter, RandomGenerator, setBackend, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { initialize } from './initialize.ts';
import { constantInitializer, uniformInitializer } from './basic-initializers.ts';
import { orthogonalInitializer } from './orthogonal.ts';
import { stateDict } from './state-dict.ts';

beforeEach(() => setBackend(jsBackend()));

const box = (...shape: number[]) => parameter(zeros(shape));
const model = () => ({
  encoder: { weightHhL0: box(2, 2), weightHhL1Reverse: box(2, 2), biasIhL0: box(2), biasHhL0: box(2) },
  layers: { weightHh: [box(2), box(2)] },
  weight: box(2),
});
const ones = constantInitializer(1);
const changed = (module: object) =>
  [...stateDict(module)].flatMap(([key, value]) => (value.dataSync().some((one) => one !== 0) ? [key] : []));

describe('initialize', () => {
  it.each([
    ['weight_hh', ['encoder.weight_hh_l0', 'encoder.weight_hh_l1_reverse', 'layers.weight_hh.0', 'layers.weight_hh.1']],
    ['bias', ['encoder.bias_ih_l0', 'encoder.bias_hh_l0']],
    ['encoder.bias_ih', ['encoder.bias_ih_l0']],
    ['layers', ['layers.weight_hh.0', 'layers.weight_hh.1']],
    ['weight_hh_l0', ['encoder.weight_hh_l0']],
  ])('%s means the keys of which it is a part', (name, keys) => {
    const module = model();
    expect(initialize(module, { [name]: ones })).toBe(module);
    expect(changed(module)).toEqual(keys);
  });

  it('prefers the longest name that fits', () => {
    const { encoder } = initialize(model(), { bias_ih: constantInitializer(2), bias: ones });
    expect([...encoder.biasIhL0.dataSync(), ...encoder.biasHhL0.dataSync()]).toEqual([2, 2, 1, 1]);
  });

  it('draws from the generator that it is given', () => {
    const [first, second] = [1, 1].map((seed) =>
      initialize({ weight: box(3) }, { weight: uniformInitializer(0, 1) }, { generator: new RandomGenerator(seed) }),
    );
    expect(first!.weight.dataSync()).toEqual(second!.weight.dataSync());
    expect(new Set(first!.weight.dataSync()).size).toBe(3);
  });

  it('draws nothing before the first read, and nothing at all if values are loaded first', () => {
    const draw = vi.fn<() => Float32Array>(() => Float32Array.of(1, 2));
    const lazy = () => ({ weight: parameter(constantInitializer(0)([2])) });
    const [read, loaded] = [lazy(), lazy()];
    for (const module of [read, loaded]) initialize(module, { weight: (shape) => ({ shape, draw }) });
    loaded.weight.assign(Float32Array.of(5, 6));
    expect([...loaded.weight.dataSync()]).toEqual([5, 6]);
    expect(draw).not.toHaveBeenCalled();
    expect([...read.weight.dataSync()]).toEqual([1, 2]);
  });

  it('changes nothing when a name or a shape is wrong', () => {
    const module = model();
    expect(() => initialize(module, { weight: ones, weigth: ones })).toThrow(
      '"weigth" fits no parameter that no longer name fits; there are encoder.weight_hh_l0',
    );
    expect(() => initialize(module, { bias_ih: ones, weight: orthogonalInitializer() })).toThrow('at least two axes');
    expect(() => initialize(module, { bias_ih: () => ones([3]), bias_hh: ones })).toThrow('shape [2], got [3]');
    expect(changed(module)).toEqual([]);
  });
});
