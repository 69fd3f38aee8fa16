import { jsBackend } from '@ostinato/backend-js';
import {
  mul,
  namedTensors,
  reshape,
  setBackend,
  slice,
  sum,
  tensor,
  type Tensor,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeakySum } from './fixtures/leaky-sum.test-d.ts';
import { HierarchicalEncoder, padRagged, Pooled } from './index.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));
type Floats = Tensor<'float32'>;
const values = (t: Tensor) => [...t.dataSync()];
/** Documents of sentences of words; the second has none, and a sentence of the third is empty. */
const documents = [[[1, 2], [3]], [], [[4, 5, 6], [], [7]]];

/** What the layers say of a list of numbers: `h' = h / 2 + x`. */
const leaky = (numbers: readonly number[]) =>
  numbers.reduce<number[]>((all, x) => [...all, (all.at(-1) ?? 0) / 2 + x], []);
const mean = (numbers: readonly number[]) => (numbers.length ? numbers.reduce((a, b) => a + b, 0) / numbers.length : 0);
const max = (numbers: readonly number[]) => (numbers.length ? Math.max(...numbers) : 0);
const last = (numbers: readonly number[]) => numbers.at(-1) ?? 0;
const scored = (numbers: readonly number[]) => {
  const weights = numbers.map((x) => Math.exp(0.1 * x));
  return numbers.reduce((total, x, i) => total + x * weights[i]!, 0) / (weights.reduce((a, b) => a + b, 0) || 1);
};
const scorer = { forward: (steps: Floats) => mul(slice(steps, -1, 0, 1), 0.1) };

/** Words as features, with garbage in the padding. */
function input() {
  const { values: ids, lengths } = padRagged(documents, { paddingValue: -1 });
  const words = Float64Array.from(ids.dataSync(), (id) => (id < 0 ? NaN : id));
  return { x: tensor(words, [...ids.shape, 1]), lengths };
}

describe('HierarchicalEncoder', () => {
  it.each([
    ['mean', 'mean', mean],
    ['max', 'max', max],
    ['last', 'last', last],
    ['a scorer', scorer, scored],
  ] as const)('makes sentences of words and documents of sentences, pooled by %s', (_, how, pooled) => {
    const encoder = new HierarchicalEncoder([new Pooled(new LeakySum(1), how), new Pooled(new LeakySum(1), how)]);
    const { x, lengths } = input();
    const { output, levels } = encoder.encode(x, { lengths });
    const sentences = documents.map((document) => document.map((words) => pooled(leaky(words))));
    const expected = sentences.map((document) => pooled(leaky(document)));
    expect(output.shape).toEqual([3, 1]);
    values(output).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 10));
    expect(levels.map(({ shape }) => shape)).toEqual([
      [3, 3, 1],
      [3, 1],
    ]);
    for (const [d, document] of sentences.entries())
      for (const [s, sentence] of document.entries()) expect(values(levels[0]!)[3 * d + s]).toBeCloseTo(sentence, 10);
  });

  it('has the parameters of its levels, and gradients that padding does not reach', () => {
    const encoder = new HierarchicalEncoder([new Pooled(new LeakySum(1), 'last'), new Pooled(new LeakySum(1), 'mean')]);
    const keys = [...namedTensors(encoder)].map(([key]) => key);
    expect(keys).toEqual(['encoders.0.layer.leak', 'encoders.1.layer.leak']);
    const { x, lengths } = input();
    const { gradients } = valueAndGrad([x], () => sum(encoder.encode(x, { lengths }).output));
    const got = values(gradients[0]!);
    values(x).forEach((word, i) => expect(got[i] !== 0).toBe(!Number.isNaN(word)));
  });

  it('without lengths takes everything; three levels take one axis more', () => {
    const level = () => new Pooled(new LeakySum(2), 'mean');
    const one = new HierarchicalEncoder([level()]).encode(zeros([4, 3, 2]));
    expect(one.output.shape).toEqual([4, 2]);
    const x = tensor(
      Float32Array.from({ length: 2 * 3 * 2 * 4 * 2 }, (_, i) => i % 7),
      [2, 3, 2, 4, 2],
    );
    const three = new HierarchicalEncoder([level(), level(), level()]);
    expect(three.encode(x).levels.map(({ shape }) => shape.join())).toEqual(['2,3,2,2', '2,3,2', '2,2']);
    const full = Array.from({ length: 2 }, () => Array.from({ length: 3 }, () => [4, 4]));
    expect(values(three.encode(x, { lengths: full }).output)).toEqual(values(three.encode(x).output));
  });

  it('says what is wrong', () => {
    const level = (size: number) => new Pooled(new LeakySum(size), 'mean');
    const encoder = new HierarchicalEncoder([level(1), level(1)]);
    const x = zeros([2, 2, 3, 1]);
    expect(() => new HierarchicalEncoder([])).toThrow('at least one encoder');
    expect(() => new HierarchicalEncoder([level(1), new LeakySum(1) as never])).toThrow(
      'encoders[1] must be an encoder',
    );
    expect(() => new HierarchicalEncoder([level(1), level(2)])).toThrow(
      'encoders[1] takes 2 features, but encoders[0] gives 1',
    );
    expect(() => encoder.encode(reshape(x, [4, 3, 1]))).toThrow('2 levels need an input with 4 axes');
    expect(() => encoder.encode(x, { lengths: [[3, 3]] })).toThrow('lengths must be an array of 2, got one of 1');
    expect(() =>
      encoder.encode(x, {
        lengths: [
          [3, 3],
          [1, 1, 1],
        ],
      }),
    ).toThrow('lengths[1] must be an array of at most 2, got one of 3'); // prettier-ignore
    expect(() => encoder.encode(x, { lengths: [[3, 4], []] })).toThrow(
      'lengths[0][1] must be a whole number from 0 to 3, got 4',
    );
    expect(() => encoder.encode(x, { lengths: [3, 2] })).toThrow('lengths[0] must be an array, got 3');
  });
});

describe('padRagged', () => {
  it('pads at every depth and keeps the lengths', () => {
    const { values: ids, lengths } = padRagged([[[4, 8], [15]], [], [[16, 23, 42]]], { paddingValue: -1 });
    expect([ids.shape, ids.dtype, lengths]).toEqual([[3, 2, 3], 'int32', [[2, 1], [], [3]]]); // prettier-ignore
    expect(values(ids)).toEqual([4, 8, -1, 15, -1, -1, -1, -1, -1, -1, -1, -1, 16, 23, 42, -1, -1, -1]);
    expect(padRagged([[1], [2, 3]]).lengths).toEqual([1, 2]);
  });

  it('says what is wrong', () => {
    expect(() => padRagged([[1], 2])).toThrow('ragged[1] must be an array, as others at its depth are, got 2');
    expect(() => padRagged([[1.5]])).toThrow('ragged[0][0] must be a whole number, got 1.5');
    expect(() => padRagged([['a' as never]])).toThrow('ragged[0][0]');
    expect(() => padRagged('text' as never)).toThrow('nested arrays');
  });
});
