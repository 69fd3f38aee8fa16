import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, DisposedError, StateError } from '@ostinato/base';
import {
  type Backend,
  buffer,
  mul,
  type Parameter,
  parameter,
  setBackend,
  sum,
  tensor,
  type Tensor,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { dispose } from './dispose.ts';
import { Linear } from './linear.ts';
import { countParameters, type HostTensor, loadStateDict, parameters, stateDict } from './state-dict.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

/** Layers, an array, a buffer, a tied and a frozen parameter. */
function makeModel() {
  const frozen = parameter(tensor([7]));
  frozen.trainable = false;
  const embed = parameter(
    tensor([
      [1, 2],
      [3, 4],
    ]),
  );
  return {
    embed,
    layers: [new Linear({ inFeatures: 2, outFeatures: 1 }), new Linear({ inFeatures: 1, outFeatures: 2, bias: false })],
    decoder: {
      weight: embed,
      runningMean: buffer(tensor([0.5])),
      seenSteps: buffer(tensor([3], { dtype: 'int32' })),
      isReady: buffer(tensor([true], { dtype: 'bool' })),
    },
    logScale: frozen,
    name: 'model',
    sizes: { hidden: 3 },
  };
}

const keys = [
  'embed',
  'layers.0.weight',
  'layers.0.bias',
  'layers.1.weight',
  'decoder.weight',
  'decoder.running_mean',
  'decoder.seen_steps',
  'decoder.is_ready',
  'log_scale',
];
const valuesOf = (model: object) => [...stateDict(model)].map(([key, box]) => [key, [...box.dataSync()]]);
const host = (model: object) =>
  new Map<string, HostTensor>(
    [...stateDict(model)].map(([key, box]) => [key, { shape: box.shape, data: box.dataSync() }]),
  );

describe('stateDict', () => {
  it("has torch's keys in the order of fields; a tied parameter under each of its keys", () => {
    const model = makeModel();
    const dict = stateDict(model);
    expect([...dict.keys()]).toEqual(keys);
    expect(dict.get('embed')).toBe(dict.get('decoder.weight'));
    expect(dict.get('embed')).toBe(model.embed);
  });

  it('may have any key', () => {
    const model = { ['__proto__x']: parameter(tensor([1])), constructor: parameter(tensor([2])) };
    expect([...stateDict(model).keys()]).toEqual(['__proto__x', 'constructor']);
  });

  it('takes names from stateDictNames, and sees no private fields', () => {
    class Norm {
      static stateDictNames = { layerNorm: 'LayerNorm' };
      layerNorm = { weight: parameter(tensor([1])) };
      #hidden = parameter(tensor([2]));
      read = () => this.#hidden;
    }
    expect([...stateDict(new Norm()).keys()]).toEqual(['LayerNorm.weight']);
  });

  it('follows a module that contains itself once', () => {
    const model: { weight: Parameter; self?: object } = { weight: parameter(tensor([1])) };
    model.self = model;
    expect([...stateDict(model).keys()]).toEqual(['weight']);
  });
});

describe('parameters', () => {
  it('come once each, tied or not, without buffers; countParameters adds them up', () => {
    const model = makeModel();
    expect(parameters(model)).toHaveLength(5);
    expect(countParameters(model)).toBe(4 + 2 + 1 + 2 + 1);
    expect(countParameters({})).toBe(0);
  });

  it('that are frozen get no gradient; tied ones get one, the sum of both uses', () => {
    const model = makeModel();
    const { gradients } = valueAndGrad(model, () => sum(mul(mul(model.embed, model.decoder.weight), model.logScale)));
    expect([...gradients.keys()]).toEqual(['embed']);
    expect([...gradients.get('embed')!.dataSync()]).toEqual([14, 28, 42, 56]);
  });
});

describe('loadStateDict', () => {
  it('copies host values and tensors, raises versions, keeps the boxes', () => {
    const [from, to] = [makeModel(), makeModel()];
    from.embed.assign(new Float32Array([9, 8, 7, 6]));
    const box = to.embed;
    loadStateDict(to, host(from));
    expect(valuesOf(to)).toEqual(valuesOf(from));
    expect([to.embed === box, box.version > 0, to.decoder.weight === box]).toEqual([true, true, true]);
    from.decoder.runningMean.assign(new Float32Array([-4]));
    loadStateDict(to, stateDict(from));
    expect(valuesOf(to)).toEqual(valuesOf(from));
    from.embed.assign(new Float32Array(4));
    expect([...to.embed.dataSync()]).toEqual([9, 8, 7, 6]);
  });

  it('takes float64, int64 and plain arrays where they hold the right numbers', () => {
    const model = makeModel();
    loadStateDict(
      model,
      new Map([
        ...host(model),
        ['embed', { shape: [2, 2], data: new Float64Array([1, 1, 1, 1]) }],
        ['decoder.weight', { shape: [2, 2], data: [2, 2, 2, 2] }],
        ['decoder.seen_steps', { shape: [1], data: new BigInt64Array([12n]) as never }],
        ['decoder.is_ready', { shape: [1], data: [0] }],
      ]),
    );
    expect([...model.embed.dataSync()]).toEqual([2, 2, 2, 2]);
    expect([...model.decoder.seenSteps.dataSync(), ...model.decoder.isReady.dataSync()]).toEqual([12, 0]);
  });

  it('keeps every bit: NaN, -0, subnormals', () => {
    const box = parameter(zeros([4]));
    loadStateDict({ box }, new Map([['box', { shape: [4], data: new Float32Array([NaN, -0, 1e-45, -Infinity]) }]]));
    expect(
      [...box.dataSync()].map((value, i) => Object.is(value, Math.fround([NaN, -0, 1e-45, -Infinity][i]!))),
    ).toEqual(Array(4).fill(true));
  });

  it('draws nothing when it comes before the first read', () => {
    const layer = new Linear({ inFeatures: 2, outFeatures: 1 });
    expect(backend.memory().storages).toBe(0);
    loadStateDict(
      layer,
      new Map([
        ['weight', { shape: [1, 2], data: [1, 2] }],
        ['bias', { shape: [1], data: [3] }],
      ]),
    );
    expect(valuesOf(layer)).toEqual([
      ['weight', [1, 2]],
      ['bias', [3]],
    ]);
  });

  /** Loads `change`d values, which must fail with a `StateError` that says `words`, and load nothing. */
  function refuses(change: (values: Map<string, HostTensor | Tensor>) => void, ...words: string[]): void {
    const model = makeModel();
    const before = valuesOf(model);
    const values = new Map<string, HostTensor | Tensor>(
      [...host(model)].map(([key, { shape, data }]) => [key, { shape, data: Array.from(data, () => 1) }]),
    );
    change(values);
    let error: unknown;
    try {
      loadStateDict(model, values);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StateError);
    for (const word of words) expect((error as Error).message).toContain(word);
    expect(valuesOf(model)).toEqual(before);
  }

  it('names every missing and unexpected key, sorted', () => {
    refuses((values) => {
      for (const key of ['log_scale', 'embed', 'layers.0.bias']) values.delete(key);
      for (const key of ['zebra', 'apple', 'layers.1.bias']) values.set(key, { shape: [1], data: [1] });
    }, 'nothing was loaded; missing: embed, layers.0.bias, log_scale; unexpected: apple, layers.1.bias, zebra');
  });

  it('names every misfit by key, with expected and got, sorted', () => {
    refuses((values) => {
      values.set('layers.1.weight', { shape: [1, 2], data: [1, 2] });
      values.set('embed', { shape: [4], data: [1, 2, 3, 4] });
    }, 'embed: expected shape [2,2], got [4]; layers.1.weight: expected shape [2,1], got [1,2]');
  });

  it.each<[string, string, unknown, string]>([
    [
      'int data for floats',
      'log_scale',
      { shape: [1], data: new Int32Array(1), dtype: 'int32' },
      'log_scale: expected float32, got int32',
    ],
    [
      'float data for ints',
      'decoder.seen_steps',
      { shape: [1], data: new Float32Array(1) },
      'decoder.seen_steps: expected int32, got Float32Array',
    ],
    [
      'a fraction for an int',
      'decoder.seen_steps',
      { shape: [1], data: [1.5] },
      'expected int32, got 1.5 in position 0',
    ],
    [
      'an int64 beyond int32',
      'decoder.seen_steps',
      { shape: [1], data: new BigInt64Array([2n ** 40n]) },
      'expected int32, got 1099511627776',
    ],
    ['too few values', 'embed', { shape: [2, 2], data: [1, 2, 3] }, 'embed: expected 4 values, got 3'],
    ['no data', 'embed', { shape: [2, 2] }, 'embed: expected 4 values, got none'],
    ['null', 'embed', null, 'embed: expected a tensor or { shape, data }, got null'],
    ['a bare array', 'embed', [1, 2, 3, 4], 'embed: expected a tensor or { shape, data }, got a plain array'],
  ])('refuses %s', (_, key, value, words) => refuses((values) => values.set(key, value as never), words));

  it('refuses a tensor of another dtype', () => {
    refuses(
      (values) => values.set('log_scale', zeros([1], { dtype: 'int32' })),
      'log_scale: expected float32, got int32',
    );
  });

  it('loads nothing when a later source was disposed', () => {
    const model = makeModel();
    const before = valuesOf(model);
    const values = new Map<string, HostTensor | Tensor>(host(makeModel()));
    values.set('embed', { shape: [2, 2], data: [5, 5, 5, 5] });
    const gone = zeros([1]);
    gone.dispose();
    values.set('log_scale', gone);
    expect(() => loadStateDict(model, values)).toThrow(DisposedError);
    expect(valuesOf(model)).toEqual(before);
  });

  it('loads nothing into a module of which a part was disposed', () => {
    const model = makeModel();
    const values = host(model);
    values.set('embed', { shape: [2, 2], data: [5, 5, 5, 5] });
    model.logScale.dispose();
    expect(() => loadStateDict(model, values)).toThrow('log_scale: was disposed');
    expect([...model.embed.dataSync()]).toEqual([1, 2, 3, 4]);
  });

  it('wants a Map', () => {
    expect(() => loadStateDict(makeModel(), { embed: [1] } as never)).toThrow(ArgumentError);
    expect(() => loadStateDict(makeModel(), null as never)).toThrow('values must be a Map of tensors by key, got null');
  });
});

describe('dispose', () => {
  it('frees all of a module, tied ones once, read or not', () => {
    const before = backend.memory().storages;
    const model = makeModel();
    model.embed.dataSync();
    model.decoder.runningMean.dataSync();
    dispose(model);
    dispose(model);
    expect(() => model.layers[0]!.weight.dataSync()).toThrow(DisposedError);
    expect(backend.memory().storages - before).toBeLessThanOrEqual(5); // the literals of makeModel, left to the garbage collector
  });
});
