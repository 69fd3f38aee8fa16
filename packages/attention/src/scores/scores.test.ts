import { jsBackend } from '@ostinato/backend-js';
import { parameters } from '@ostinato/nn';
import {
  normal,
  ones,
  type Parameter,
  RandomGenerator,
  setBackend,
  type Tensor,
  tensor,
  zeros,
} from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  AdditiveScore,
  ConcatScore,
  cosineScore,
  dotScore,
  GeneralScore,
  LocationScore,
  scaledDotScore,
} from '../index.ts';
import { expectGradients } from '../testing/numeric-gradients.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;
const generator = new RandomGenerator(1);
const draw = (...shape: number[]): Floats => normal(shape, { generator });
const sizes = { querySize: 3, keySize: 2, generator };

/** Rows of a tensor's last axis. */
function rows(x: Floats): number[][] {
  const width = x.shape.at(-1)!;
  const data = Array.from(x.dataSync());
  return Array.from({ length: data.length / width }, (_, i) => data.slice(i * width, (i + 1) * width));
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const times = (matrix: Parameter, x: readonly number[]) => rows(matrix).map((row) => dot(row, x));

/** Compares scores with a formula of a query and a key. */
function expectScores(got: Floats, query: Floats, keys: Floats, formula: (q: number[], k: number[]) => number): void {
  const [count, size] = [query.shape[1]!, keys.shape[1]!];
  expect(got.shape).toEqual([query.shape[0], count, size]);
  got.dataSync().forEach((value, at) => {
    const [batch, i, j] = [Math.floor(at / count / size), Math.floor(at / size) % count, at % size];
    expect(value).toBeCloseTo(formula(rows(query)[batch * count + i]!, rows(keys)[batch * size + j]!), 10);
  });
}

describe('scores', () => {
  it('dot, scaled dot and cosine', () => {
    const [q, k] = [draw(2, 3, 4), draw(2, 5, 4)];
    expectScores(dotScore(q, k), q, k, dot);
    expectScores(scaledDotScore(q, k), q, k, (a, b) => dot(a, b) / 2);
    expectScores(cosineScore(q, k), q, k, (a, b) => dot(a, b) / Math.hypot(...a) / Math.hypot(...b));
    expect([...cosineScore(zeros([1, 1, 2]), ones([1, 1, 2])).dataSync()]).toEqual([0]);
  });

  it('general: q W k', () => {
    const score = new GeneralScore(sizes);
    const [q, k] = [draw(2, 2, 3), draw(2, 4, 2)];
    expectScores(score.forward(q, k), q, k, (a, b) => dot(a, times(score.weight, b)));
  });

  it('additive: v tanh(W q + U k + b)', () => {
    const score = new AdditiveScore({ ...sizes, hiddenSize: 4 });
    const [q, k] = [draw(2, 2, 3), draw(2, 4, 2)];
    const [v, b] = [rows(score.v)[0]!, rows(score.key.bias!)[0]!];
    expectScores(score.forward(q, k), q, k, (x, y) => {
      const u = times(score.key.weight, y);
      return dot(
        v,
        times(score.query.weight, x).map((w, i) => Math.tanh(w + u[i]! + b[i]!)),
      );
    });
  });

  it('concat: v tanh(W [q; k])', () => {
    const score = new ConcatScore({ ...sizes, hiddenSize: 4 });
    const [q, k] = [draw(2, 2, 3), draw(2, 4, 2)];
    expectScores(score.forward(q, k), q, k, (x, y) =>
      dot(rows(score.v)[0]!, times(score.weight, [...x, ...y]).map(Math.tanh)),
    );
  });

  it('location: filters over the weights before', () => {
    const score = new LocationScore({ ...sizes, hiddenSize: 4, channels: 2, kernelSize: 3 });
    const [q, k] = [draw(1, 1, 3), draw(1, 4, 2)];
    const previous = [0.1, 0.6, 0.3, 0];
    const filters = rows(score.filters.weight);
    const got = score.forward(q, k, tensor([previous])).dataSync();
    rows(k).forEach((key, j) => {
      const seen = filters.map((filter) =>
        dot(
          filter,
          [-1, 0, 1].map((step) => previous[j + step] ?? 0),
        ),
      );
      const [a, b, c] = [
        times(score.query.weight, rows(q)[0]!),
        times(score.key.weight, key),
        times(score.location.weight, seen),
      ];
      const sum = a.map((x, i) => Math.tanh(x + b[i]! + c[i]! + rows(score.key.bias!)[0]![i]!));
      expect(got[j]).toBeCloseTo(dot(rows(score.v)[0]!, sum), 10);
    });
  });

  it('their gradients are those of central differences', () => {
    const [q, k] = [draw(2, 2, 3), draw(2, 3, 2)];
    for (const score of [
      new GeneralScore(sizes),
      new AdditiveScore({ ...sizes, hiddenSize: 2 }),
      new ConcatScore({ ...sizes, hiddenSize: 2 }),
    ])
      expectGradients(parameters(score), () => [score.forward(q, k)], 4);
    const located = new LocationScore({ ...sizes, hiddenSize: 2, channels: 2, kernelSize: 3 });
    const [one, previous] = [
      draw(2, 1, 3),
      tensor([
        [0.5, 0.5, 0],
        [0, 0.2, 0.8],
      ]),
    ];
    expectGradients(parameters(located), () => [located.forward(one, k, previous)], 4);
  });

  it('refuse what does not fit', () => {
    expect(() => dotScore(ones([1, 2, 3]), ones([1, 2, 4]))).toThrow(
      'dotScore: expected query [batch, queries, size] and keys [batch, keys, 3]',
    );
    expect(() => new AdditiveScore({ ...sizes, hiddenSize: 2 }).forward(ones([1, 2, 2]), ones([1, 2, 2]))).toThrow(
      '[batch, queries, 3]',
    );
    expect(() => new GeneralScore({ querySize: 3 } as never)).toThrow('keySize must be a whole number');
    expect(() =>
      new LocationScore({ ...sizes, hiddenSize: 2 }).forward(ones([1, 1, 3]), ones([1, 4, 2]), ones([1, 3])),
    ).toThrow('previous weights [1,4]');
  });
});
