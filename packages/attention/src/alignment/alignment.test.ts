import { jsBackend } from '@ostinato/backend-js';
import { normal, ones, RandomGenerator, setBackend, type Tensor, tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  dotScore,
  globalAttention,
  localAttention,
  monotonicAttention,
  padding,
  scoreBias,
  PredictiveAttention,
} from '../index.ts';
import { expectGradients } from '../testing/numeric-gradients.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;
const generator = new RandomGenerator(2);
const draw = (...shape: number[]): Floats => normal(shape, { generator });
const softmax = (scores: readonly number[]) => {
  const powers = scores.map(Math.exp);
  return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
};
const near = (got: Floats, wanted: readonly number[]) =>
  got.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 10));

const keys = () => tensor([[[1], [2], [3], [4], [5]]]);

describe('globalAttention', () => {
  it('weighs all keys that a mask shows', () => {
    const { context, weights } = globalAttention(dotScore, tensor([[0.5]]), keys(), { mask: padding([3]) });
    const wanted = softmax([0.5, 1, 1.5]);
    near(weights, [...wanted, 0, 0]);
    near(context, [wanted[0]! + 2 * wanted[1]! + 3 * wanted[2]!]);
    expect([weights.shape, context.shape]).toEqual([
      [1, 5],
      [1, 1],
    ]);
  });

  it('sums other values than the keys, for many queries', () => {
    const values = draw(1, 5, 3);
    const { context, weights } = globalAttention(dotScore, tensor([[[0], [1]]]), keys(), { values });
    expect([weights.shape, context.shape]).toEqual([
      [1, 2, 5],
      [1, 2, 3],
    ]);
    near(weights, [...softmax([0, 0, 0, 0, 0]), ...softmax([1, 2, 3, 4, 5])]);
  });

  it('gives zeros where nothing is to be seen', () => {
    const { context, weights } = globalAttention(dotScore, tensor([[1]]), keys(), { mask: padding([0]) });
    expect([...weights.dataSync(), ...context.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('refuses what does not fit', () => {
    expect(() => globalAttention(dotScore, ones([2, 1]), keys())).toThrow('must have one batch');
    expect(() => globalAttention(dotScore, ones([1]), keys())).toThrow('expected query [batch, size]');
    expect(() => globalAttention('dot' as never, ones([1, 1]), keys())).toThrow(
      'score must be a score such as dotScore',
    );
  });
});

describe('localAttention', () => {
  it('sees keys around a center', () => {
    near(localAttention(dotScore, tensor([[1]]), keys(), 3, { reach: 1 }).weights, [0, 0, ...softmax([3, 4, 5])]);
    near(localAttention(dotScore, tensor([[1]]), keys(), tensor([0.2]), { reach: 1 }).weights, [
      ...softmax([1, 2]),
      0,
      0,
      0,
    ]);
  });
});

describe('PredictiveAttention', () => {
  it('predicts the center, and weights fall off around it', () => {
    const layer = new PredictiveAttention({ score: dotScore, querySize: 1, reach: 2, generator });
    layer.position.weight.assign(Float64Array.of(1));
    layer.v.assign(Float64Array.of(2));
    const query = 0.7;
    const center = 4 / (1 + Math.exp(-2 * Math.tanh(query)));
    const inside = [0, 1, 2, 3].filter((at) => Math.abs(at - center) <= 2);
    const shares = softmax(inside.map((at) => query * (at + 1)));
    const wanted = [0, 0, 0, 0, 0];
    inside.forEach((at, i) => (wanted[at] = shares[i]! * Math.exp(-((at - center) ** 2) / 2)));
    const options = { lengths: [4], mask: padding([4]) };
    near(layer.forward(tensor([[query]]), keys(), options).weights, wanted);
    expectGradients([layer.position.weight, layer.v], () => [
      layer.forward(tensor([[query]]), keys(), options).context,
    ]);
  });
});

/** The recursion of the paper: what reaches a key goes on or stops there. */
function recursion(p: readonly number[], previous: readonly number[]): number[] {
  let passed = 0;
  return p.map((stop, j) => {
    const here = passed + previous[j]!;
    passed = here * (1 - stop);
    return here * stop;
  });
}

describe('monotonicAttention', () => {
  const stops = [0.3, 0.9, 0.2, 0.6, 0.5];
  const score = () => tensor([[stops.map((p) => Math.log(p / (1 - p)))]]);

  it('follows the recursion of the paper from step to step', () => {
    const first = monotonicAttention(score, tensor([[0]]), keys());
    const wanted = recursion(stops, [1, 0, 0, 0, 0]);
    near(first.weights, wanted);
    const second = monotonicAttention(score, tensor([[0]]), keys(), { previous: first.weights, mask: padding([4]) });
    near(second.weights, recursion([0.3, 0.9, 0.2, 0.6, 0], wanted));
  });

  it('loses nothing over many keys, far from the first and with decided scores', () => {
    const many = (size: number, at: number, logit: number) => {
      const logits = Array<number>(size).fill(logit);
      const previous = Array.from({ length: size }, (_, i) => Number(i === at));
      const given = monotonicAttention(() => tensor([[logits]]), tensor([[0]]), ones([1, size, 1]), {
        previous: tensor([previous]),
      });
      const stop = 1 / (1 + Math.exp(-logit));
      near(given.weights, recursion(Array<number>(size).fill(stop), previous));
      return given.weights.dataSync();
    };
    expect(many(60, 45, 0)[45]).toBeCloseTo(0.5, 10);
    expect(many(60, 3, 8)[3]).toBeGreaterThan(0.999);
    expect(many(300, 200, -3)[200]).toBeCloseTo(1 / (1 + Math.exp(3)), 10);
  });

  it('adds what a mask adds to the scores', () => {
    const bias = tensor([0, -Infinity, 0, 1, 0]);
    const { weights } = monotonicAttention(score, tensor([[0]]), keys(), { mask: scoreBias(bias) });
    const more = 1 / (1 + Math.exp(-(Math.log(0.6 / 0.4) + 1)));
    near(weights, recursion([0.3, 0, 0.2, more, 0.5], [1, 0, 0, 0, 0]));
  });

  it('hard: stops at the first positive score, never before the last one', () => {
    const hard = (previous: number[]) => [
      ...monotonicAttention(score, tensor([[0]]), keys(), {
        hard: true,
        previous: tensor([previous]),
      }).weights.dataSync(),
    ];
    expect(hard([1, 0, 0, 0, 0])).toEqual([0, 1, 0, 0, 0]);
    expect(hard([0, 0, 1, 0, 0])).toEqual([0, 0, 0, 1, 0]);
    expect(hard([0, 0, 0, 0, 1])).toEqual([0, 0, 0, 0, 0]); // nothing left
  });

  it('refuses what does not fit', () => {
    expect(() => monotonicAttention(dotScore, ones([1, 2, 1]), keys())).toThrow('expected one query for each sequence');
    expect(() => monotonicAttention(dotScore, ones([1, 1]), keys(), { previous: ones([1, 4]) })).toThrow(
      '[1,5], got [1,4]',
    );
  });
});
