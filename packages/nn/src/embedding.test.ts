import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, DTypeError, IndexError } from '@ostinato/base';
import {
  type Backend,
  mul,
  RandomGenerator,
  setBackend,
  sum,
  tensor,
  tidy,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Embedding, type EmbeddingOptions } from './embedding.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

function ids(values: number[] | number[][]) {
  return tensor(values, { dtype: 'int32' });
}
const make = (options: Partial<EmbeddingOptions> = {}) =>
  new Embedding({ numEmbeddings: 5, embeddingDim: 2, generator: new RandomGenerator(1), ...options });
const rows = (values: ArrayLike<number>) =>
  Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i], values[2 * i + 1]]);

/** The gradient of a sum of outputs, the first of which count 1, the next 2...: by row of the table. */
function gradientOf(layer: Embedding, at: number[]): (number | undefined)[][] {
  const counts = tensor(at.map((_, i) => [i + 1, i + 1]));
  const { gradients } = valueAndGrad(layer, () => sum(mul(layer.forward(ids(at)), counts)));
  return rows(gradients.get('weight')!.dataSync());
}

describe('Embedding', () => {
  it('gives the rows of its table', () => {
    const layer = make();
    const table = rows(layer.weight.dataSync());
    const out = layer.forward(
      ids([
        [0, 4, 4],
        [2, 1, 0],
      ]),
    );
    expect(out.shape).toEqual([2, 3, 2]);
    expect(rows(out.dataSync())).toEqual([0, 4, 4, 2, 1, 0].map((id) => table[id]));
    expect(layer.forward(ids([])).shape).toEqual([0, 2]);
  });

  it('sums the gradients of all uses of a row', () => {
    expect(gradientOf(make(), [1, 3, 1])).toEqual([
      [0, 0],
      [4, 4],
      [0, 0],
      [2, 2],
      [0, 0],
    ]);
  });

  it('with scaleGradByFreq gives a row their mean', () => {
    expect(gradientOf(make({ scaleGradByFreq: true }), [1, 3, 1])).toEqual([
      [0, 0],
      [2, 2],
      [0, 0],
      [2, 2],
      [0, 0],
    ]);
  });

  it.each([
    [3, 3],
    [-2, 3],
    [0, 0],
    [-5, 0],
    [-1, 4],
  ])('paddingIndex %d is row %d: it starts at 0 and gets no gradient', (paddingIndex, row) => {
    const layer = make({ paddingIndex });
    const plain = rows(make().weight.dataSync());
    expect(rows(layer.weight.dataSync())).toEqual(plain.map((values, i) => (i === row ? [0, 0] : values)));
    const gradient = gradientOf(layer, [row, 2, row]);
    expect(gradient.map(([g]) => g)).toEqual([0, 1, 2, 3, 4].map((i) => (i === 2 ? 2 : 0)));
  });

  it('combines padding and frequency', () => {
    expect(gradientOf(make({ paddingIndex: 1, scaleGradByFreq: true }), [1, 3, 1, 3])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [3, 3],
      [0, 0],
    ]);
  });

  it('starts standard normal', () => {
    const values = make({ numEmbeddings: 1000, embeddingDim: 50 }).weight.dataSync() as Float32Array;
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((total, v) => total + (v - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(values.length));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / values.length));
  });

  it('refuses ids outside the table and leaves nothing behind', () => {
    for (const layer of [make(), make({ paddingIndex: 0, scaleGradByFreq: true })]) {
      const [good, bad, floats] = [ids([0, 1]), ids([0, 5]), zeros([2])];
      layer.weight.dataSync();
      const before = backend.memory().storages;
      expect(() => tidy(() => layer.forward(bad))).toThrow(IndexError);
      expect(() => tidy(() => layer.forward(bad))).toThrow('index 5 at position 1 is out of range; valid are 0 to 4');
      expect(() => tidy(() => layer.forward(ids([-1])))).toThrow('index -1 at position 0');
      expect(() => tidy(() => valueAndGrad(layer, () => sum(layer.forward(bad))))).toThrow(IndexError);
      expect(() => tidy(() => layer.forward(floats as never))).toThrow(DTypeError);
      expect(() => layer.forward([1, 2] as never)).toThrow(ArgumentError);
      tidy(() => void valueAndGrad(layer, () => sum(layer.forward(good))));
      expect(backend.memory().storages).toBe(before);
      layer.forward(good).dispose();
      expect(backend.memory().storages).toBe(before);
    }
  });

  it('refuses options outside their rules', () => {
    expect(() => make({ paddingIndex: 5 })).toThrow('paddingIndex must be at least -5 and less than 5, got 5');
    expect(() => make({ paddingIndex: -6 })).toThrow('got -6');
    expect(() => make({ numEmbeddings: 0 })).toThrow('numEmbeddings must be at least 1, got 0');
    expect(() => make({ embeddingDim: -1 })).toThrow('embeddingDim must be at least 1, got -1');
    expect(() => make({ scaleGradByFreq: 1 as never })).toThrow('scaleGradByFreq must be true or false, got 1');
    expect(() => make({ paddingIdx: 1 } as never)).toThrow('Did you mean "paddingIndex"?');
  });
});
