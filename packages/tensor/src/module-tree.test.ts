import { jsBackend } from '@ostinato/backend-js';
import { beforeEach, describe, expect, it } from 'vitest';
import { buffer, namedParameters, namedTensors, parameter, setBackend, tensor } from './index.ts';

beforeEach(() => setBackend(jsBackend()));
const box = () => parameter(tensor([1]));
const keys = (module: object) => Array.from(namedTensors(module), ([key]) => key);

describe('namedTensors', () => {
  it("gives torch's names in the order of fields", () => {
    const layer = { weightIhL0Reverse: box(), biasHhL12: box(), inProjWeight: box(), linear1: { weight: box() } };
    expect(keys({ encoder: { layers: [layer] } })).toEqual([
      'encoder.layers.0.weight_ih_l0_reverse',
      'encoder.layers.0.bias_hh_l12',
      'encoder.layers.0.in_proj_weight',
      'encoder.layers.0.linear1.weight',
    ]);
  });

  it('follows stateDictNames of the class', () => {
    class Model {
      static readonly stateDictNames = { layerNorm: 'LayerNorm', head: 'cls' };
      layerNorm = { weight: box() };
      head = box();
      toString = box();
    }
    expect(keys(new Model())).toEqual(['LayerNorm.weight', 'cls', 'to_string']);
  });

  it('does not see #private fields, plain tensors, arrays of numbers, maps and null', () => {
    class Layer {
      readonly weight = box();
      readonly #cell = { weight: box() };
      readonly scale = tensor([1]);
      readonly sizes = Float32Array.of(1);
      readonly map = new Map([['x', box()]]);
      readonly nothing = null;
      get cell() {
        return this.#cell;
      }
    }
    expect(keys(new Layer())).toEqual(['weight']);
  });

  it('gives buffers, and a tied parameter under each of its keys', () => {
    const tied = box();
    const model = { embedding: { weight: tied }, stats: { runningMean: buffer(tensor([0])) }, head: { weight: tied } };
    expect(keys(model)).toEqual(['embedding.weight', 'stats.running_mean', 'head.weight']);
    expect([...namedParameters(model).keys()]).toEqual(['embedding.weight']);
  });

  it('walks around a cycle, and visits a module that is used twice twice', () => {
    const shared = { weight: box() };
    const model: Record<string, unknown> = { a: shared, b: shared };
    model.self = model;
    expect(keys(model)).toEqual(['a.weight', 'b.weight']);
  });

  it('takes fields called __proto__ and constructor for what they are', () => {
    const model = JSON.parse('{"__proto__": {}, "constructor": {}}') as Record<string, Record<string, unknown>>;
    Object.getOwnPropertyDescriptor(model, '__proto__')!.value.weight = box();
    (model as { constructor: unknown }).constructor = { weight: box() };
    expect(keys(model)).toEqual(['__proto__.weight', 'constructor.weight']);
    expect(namedParameters(model).size).toBe(2);
    expect(({} as Record<string, unknown>).weight).toBeUndefined();
  });

  it('takes an object without a prototype', () => {
    expect(keys(Object.assign(Object.create(null) as object, { w: box() }))).toEqual(['w']);
  });
});
