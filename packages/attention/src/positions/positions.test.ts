import { jsBackend } from '@ostinato/backend-js';
import { Embedding } from '@ostinato/nn';
import {
  getBackend,
  matmul,
  normal,
  type Parameter,
  parameter,
  RandomGenerator,
  setBackend,
  slice,
  type Tensor,
  tensor,
  zeros,
} from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  AddPositions,
  causal,
  GroupedQueryAttention,
  relativeBias,
  RelativePositions,
  RotaryPositions,
  SinusoidalPositions,
} from '../index.ts';
import { biasOf } from '../masks/mask.ts';
import { expectGradients } from '../testing/numeric-gradients.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;
const generator = new RandomGenerator(3);
const ids = (values: number[][]) => tensor(values, { dtype: 'int32' });

describe('SinusoidalPositions', () => {
  it('are the waves of the paper', () => {
    const waves = new SinusoidalPositions({ features: 4 }).forward(ids([[0, 7]]));
    expect(waves.shape).toEqual([1, 2, 4]);
    const wanted = [0, 1, 0, 1, Math.sin(7), Math.cos(7), Math.sin(0.07), Math.cos(0.07)];
    waves.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 6));
    expect(() => new SinusoidalPositions({ features: 3 })).toThrow('features must be even, got 3');
  });
});

describe('RotaryPositions', () => {
  it('turns pairs by their angles, halves or neighbors', () => {
    const x = tensor([[[[1, 2, 3, 4, 5]]]]); // four features turn, the fifth stays
    const turn = (interleaved: boolean) => [
      ...new RotaryPositions({ features: 4, base: 100, interleaved }).rotate(x, ids([[3]])).dataSync(),
    ];
    const by = (a: number, b: number, angle: number) => [
      a * Math.cos(angle) - b * Math.sin(angle),
      a * Math.sin(angle) + b * Math.cos(angle),
    ];
    const [[a, c], [b, d]] = [by(1, 3, 3), by(2, 4, 0.3)] as [number[], number[]];
    turn(false).forEach((value, i) => expect(value).toBeCloseTo([a!, b!, c!, d!, 5][i]!, 6));
    turn(true).forEach((value, i) => expect(value).toBeCloseTo([...by(1, 2, 3), ...by(3, 4, 0.3), 5][i]!, 6));
  });

  it('products depend on the distance alone', () => {
    const [q, k] = [normal([1, 1, 1, 6], { generator }), normal([1, 1, 1, 6], { generator })];
    const rotary = new RotaryPositions({ features: 6 });
    const product = (i: number, j: number) => {
      const [a, b] = [rotary.rotate(q, ids([[i]])), rotary.rotate(k, ids([[j]]))];
      return matmul(a, b, { transposeB: true }).dataSync()[0]!;
    };
    expect(product(9, 4)).toBeCloseTo(product(5, 0), 6);
    expect(product(9, 4)).not.toBeCloseTo(product(9, 5), 3);
  });
});

/** The buckets as the paper's text has them, for distances that are powers of two times the exact ones. */
describe('relativeBias', () => {
  const grid = (queries: number, keys: number) => ({
    batch: 1,
    heads: 1,
    queries,
    keys,
    offset: 0,
    backend: getBackend(),
  });
  const bucket = (apart: number, options = {}) => {
    const table = tensor(Array.from({ length: 32 }, (_, i) => [i]));
    const size = Math.abs(apart) + 1;
    const bias = biasOf(relativeBias(table, options), grid(size, size))!;
    const [i, j] = apart < 0 ? [size - 1, size - 1 + apart] : [0, apart];
    return bias.dataSync()[i * size + j];
  };

  it("puts distances into T5's buckets", () => {
    expect([0, -1, -7, -8, -16, -32, -64, -127, -128, -500].map((apart) => bucket(apart))).toEqual([
      0, 1, 7, 8, 10, 12, 14, 15, 15, 15,
    ]);
    expect([1, 7, 8, 300].map((apart) => bucket(apart))).toEqual([17, 23, 24, 31]);
    const oneWay = { bidirectional: false };
    expect([5, -15, -16, -128, -400].map((apart) => bucket(apart, oneWay))).toEqual([0, 15, 16, 31, 31]);
  });

  it('refuses another number of heads, and an odd table', () => {
    expect(() => biasOf(relativeBias(zeros([8, 2])), grid(1, 1))).toThrow('the table is for 2 heads, got 1');
    expect(() => relativeBias(zeros([7, 2]))).toThrow('an even number of buckets, got [7,2]');
  });
});

/** Attention with Shaw's terms, written out. */
function byHand(x: number[][], key: number[][], value: number[][], reach: number): number[][] {
  const dot = (a: number[], b: number[]) => a.reduce((sum, each, i) => sum + each * b[i]!, 0);
  const plus = (a: number[], b: number[]) => a.map((each, i) => each + b[i]!);
  return x.map((q, i) => {
    const at = (j: number) => Math.max(-reach, Math.min(reach, j - i)) + reach;
    const scores = x.slice(0, i + 1).map((k, j) => Math.exp(dot(q, plus(k, key[at(j)]!)) / Math.sqrt(q.length)));
    const total = scores.reduce((a, b) => a + b, 0);
    return scores
      .map((score, j) => plus(x[j]!, value[at(j)]!).map((each) => (each * score) / total))
      .reduce((a, b) => plus(a, b));
  });
}

describe('RelativePositions', () => {
  /** A layer whose projections change nothing. */
  function bare(positions: RelativePositions): GroupedQueryAttention {
    const layer = new GroupedQueryAttention({ embedDim: 2, numHeads: 1, mask: causal(), positions });
    for (const { weight } of [layer.qProj, layer.kProj, layer.vProj, layer.oProj])
      weight.assign(Float64Array.of(1, 0, 0, 1));
    return layer;
  }

  it('adds vectors of distances to keys and values', () => {
    const positions = new RelativePositions({ features: 2, maxDistance: 2, generator });
    const rows = (x: Floats) =>
      Array.from({ length: x.shape.at(-2)! }, (_, i) => [...x.dataSync().slice(2 * i, 2 * i + 2)]);
    const x = normal([1, 5, 2], { generator });
    const wanted = byHand(rows(x), rows(positions.key), rows(positions.value!), 2).flat();
    bare(positions)
      .forward(x)
      .output.dataSync()
      .forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 9));
    expectGradients([positions.key, positions.value!], () => [bare(positions).forward(x).output]);
  });

  it('may leave values alone', () => {
    const positions = new RelativePositions({ features: 2, maxDistance: 1, values: false, generator });
    const x = normal([1, 3, 2], { generator });
    expect(positions.value).toBeUndefined();
    expectGradients([positions.key], () => [bare(positions).forward(x).output]);
  });
});

describe('AddPositions', () => {
  it('counts steps, not padding, from chunk to chunk', () => {
    const table: Parameter = parameter(tensor([[1], [2], [3], [4]]));
    const embedding = new Embedding({ numEmbeddings: 4, embeddingDim: 1 });
    embedding.weight.assign(table.dataSync());
    const layer = new AddPositions({ positions: embedding, features: 1 });
    const mask = tensor(
      [
        [false, true, true],
        [true, false, true],
      ],
      { dtype: 'bool' },
    );
    const first = layer.forward(zeros([2, 3, 1]), { mask });
    expect([...first.output.dataSync()]).toEqual([0, 1, 2, 1, 0, 2]);
    expect([...layer.forward(zeros([2, 1, 1]), { state: first.state }).output.dataSync()]).toEqual([3, 3]);
    expect(() => layer.forward(zeros([1, 5, 1]))).toThrow(/4/);
    expect(() => new AddPositions({ positions: 3 as never, features: 1 })).toThrow('positions must be a layer');
    expect(slice(first.output, 0, 0, 1).shape).toEqual([1, 3, 1]);
  });
});
