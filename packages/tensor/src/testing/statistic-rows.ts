import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { broadcastShape, nd, type NdArray, pick, reduceAxes } from './nd-array.ts';
import { bools, floats, type Input, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;
type Axes = number | readonly number[] | undefined;

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const mean = (values: readonly number[]) => total(values) / values.length;
const axesOf = (rank: number, axes: Axes): number[] =>
  (axes === undefined ? Array.from({ length: rank }, (_, axis) => axis) : [axes].flat()).map((axis) =>
    axis < 0 ? axis + rank : axis,
  );

const places: readonly (readonly [readonly number[], Axes, boolean])[] = [
  [[2, 3], undefined, false],
  [[2, 3], 0, false],
  [[2, 3], 1, true],
  [[2, 3, 2], [0, 2], false],
  [[2, 3, 2], -2, true],
  [[3, 1], 1, false],
  [[0, 3], 1, false],
];

/** A reduction: how it is called and what it makes of a list of values. */
function reduction(
  name: string,
  run: (x: never, axes: Axes, keepDims: boolean) => Tensor,
  f: (values: number[]) => number,
  more: Partial<OpRow> = {},
  input: (shape: readonly number[]) => Input = floats,
): OpRow {
  const gives = more.order === 0 ? 'bool' : 'float32';
  return {
    name,
    takes: 'float',
    samples: places.map(([shape, axes, keepDims]) =>
      sample(
        `[${shape}] over ${String(axes)}`,
        [input(shape)],
        (x: never) => run(x, axes, keepDims),
        (x) => reduceAxes(x!, axesOf(shape.length, axes), keepDims, f),
        gives,
      ),
    ),
    ...more,
    misuses: [
      misuse('axis', [input([2, 3])], (x: never) => run(x, 2, false), 'AXIS', name, 'axis 2', 'rank 2'),
      misuse('axis twice', [input([2, 3])], (x: never) => run(x, [0, -2], false), 'AXIS', 'twice'),
      ...(more.misuses ?? []),
    ],
  };
}

const masks = (shape: readonly number[]) =>
  bools(
    shape,
    Array.from({ length: shape.reduce((p, n) => p * n, 1) }, (_, i) => +(i % 3 !== 1)),
  );
const noneOf = (run: (x: Floats) => unknown) => misuse('nothing', [floats([2, 0])], run, 'SHAPE', '[2,0]');

/** The cumulative sum or product along an axis. */
function cumulative(name: string, op: typeof ops.cumsum, f: (values: readonly number[]) => number): OpRow {
  const along = (x: NdArray, axis: number) =>
    nd(x.shape, (index) =>
      f(
        Array.from({ length: index[axis]! + 1 }, (_, k) =>
          pick(
            x,
            index.map((at, i) => (i === axis ? k : at)),
          ),
        ),
      ),
    );
  return {
    name,
    takes: 'float',
    samples: [
      ...(
        [
          [[2, 4], 1],
          [[3, 2], 0],
          [[1, 3, 2], 1],
          [[0, 2], 1],
          [[2, 0], 1],
          [[5], 0],
        ] as const
      ).map(([shape, axis]) =>
        sample(
          `[${shape}] along ${axis}`,
          [floats(shape)],
          (x: Floats) => op(x, axis),
          (x) => along(x!, axis),
        ),
      ),
      sample(
        'by default the last',
        [floats([2, 2])],
        (x: Floats) => op(x),
        (x) => along(x!, 1),
      ),
    ],
    misuses: [misuse('axis', [floats([2])], (x: Floats) => op(x, 1), 'AXIS', name, 'axis 1', 'rank 1')],
  };
}

const variance = (correction: number) => (values: readonly number[]) =>
  total(values.map((value) => (value - mean(values)) ** 2)) / (values.length - correction);
const length = (p: number) => (values: readonly number[]) =>
  p === Infinity
    ? Math.max(...values.map(Math.abs))
    : p === 0
      ? values.filter((value) => value !== 0).length
      : total(values.map((value) => Math.abs(value) ** p)) ** (1 / p);
const cosine = (a: NdArray, b: NdArray): NdArray => {
  const shape = broadcastShape(a.shape, b.shape);
  const vectors = (x: NdArray, rest: readonly number[]) =>
    Array.from({ length: shape.at(-1)! }, (_, k) => pick(x, [...rest, k]));
  return nd(shape.slice(0, -1), (rest) => {
    const [v, w] = [vectors(a, rest), vectors(b, rest)];
    return total(v.map((value, k) => value * w[k]!)) / (length(2)(v) * length(2)(w));
  });
};

/** Ops that describe many values by few. */
export const statisticRows: readonly OpRow[] = [
  reduction(
    'prod',
    (x, axes, keepDims) => ops.prod(x, axes, { keepDims }),
    (values) => values.reduce((p, value) => p * value, 1),
  ),
  reduction(
    'max',
    (x, axes, keepDims) => ops.max(x, axes, { keepDims }),
    (values) => Math.max(...values),
    { misuses: [noneOf((x) => ops.max(x, 1))] },
  ),
  reduction(
    'min',
    (x, axes, keepDims) => ops.min(x, axes, { keepDims }),
    (values) => Math.min(...values),
    { misuses: [noneOf((x) => ops.min(x, 1))] },
  ),
  reduction(
    'logSumExp',
    (x, axes, keepDims) => ops.logSumExp(x, axes, { keepDims }),
    (values) => Math.log(total(values.map(Math.exp))),
  ),
  reduction(
    'any',
    (x: Tensor<'bool'>, axes, keepDims) => ops.any(x, axes, { keepDims }),
    (values) => Math.max(0, ...values),
    { order: 0, takes: 'any' },
    masks,
  ),
  reduction(
    'all',
    (x: Tensor<'bool'>, axes, keepDims) => ops.all(x, axes, { keepDims }),
    (values) => Math.min(1, ...values),
    { order: 0, takes: 'any' },
    masks,
  ),
  reduction('variance', (x, axes, keepDims) => ops.variance(x, axes, { keepDims, correction: 0 }), variance(0)),
  reduction(
    'std',
    (x, axes, keepDims) => ops.std(x, axes, { keepDims, correction: 0 }),
    (values) => Math.sqrt(variance(0)(values)),
    {
      samples: places
        .filter(([shape]) => shape[1] !== 1)
        .map(([shape, axes, keepDims]) =>
          sample(
            `[${shape}] over ${String(axes)}`,
            [floats(shape)],
            (x: Floats) => ops.std(x, axes, { keepDims }),
            (x) => reduceAxes(x!, axesOf(shape.length, axes), keepDims, (values) => Math.sqrt(variance(1)(values))),
          ),
        ),
    },
  ),
  reduction('norm', (x, axes, keepDims) => ops.norm(x, axes, { keepDims }), length(2), {
    samples: [1, 2, 3, 0.5, Infinity].flatMap((p) =>
      places.map(([shape, axes, keepDims]) =>
        sample(
          `p ${p} [${shape}] over ${String(axes)}`,
          [floats(shape)],
          (x: Floats) => ops.norm(x, axes, { p, keepDims }),
          (x) => reduceAxes(x!, axesOf(shape.length, axes), keepDims, length(p)),
        ),
      ),
    ),
    misuses: [misuse('negative order', [floats([2])], (x: Floats) => ops.norm(x, 0, { p: -1 }), 'ARGUMENT', '-1')],
  }),
  {
    name: 'normalize',
    takes: 'float',
    samples: [
      sample(
        'rows',
        [floats([2, 3])],
        (x: Floats) => ops.normalize(x),
        (x) => nd([2, 3], ([i, j]) => pick(x!, [i!, j!]) / length(2)([0, 1, 2].map((k) => pick(x!, [i!, k])))),
      ),
      sample(
        'columns, order 1',
        [floats([2, 2])],
        (x: Floats) => ops.normalize(x, { p: 1, axis: 0 }),
        (x) => nd([2, 2], ([i, j]) => pick(x!, [i!, j!]) / length(1)([0, 1].map((k) => pick(x!, [k, j!])))),
      ),
    ],
    misuses: [misuse('axis', [floats([2])], (x: Floats) => ops.normalize(x, { axis: 1 }), 'AXIS', 'axis 1')],
  },
  {
    name: 'cosineSimilarity',
    takes: 'float',
    samples: [
      sample(
        'rows',
        [floats([2, 3]), floats([2, 3])],
        (a: Floats, b: Floats) => ops.cosineSimilarity(a, b),
        (a, b) => cosine(a!, b!),
      ),
      sample(
        'broadcast',
        [floats([2, 1, 3]), floats([2, 3])],
        (a: Floats, b: Floats) => ops.cosineSimilarity(a, b),
        (a, b) => cosine(a!, b!),
      ),
    ],
    misuses: [
      misuse(
        'shapes',
        [floats([2, 3]), floats([2, 2])],
        (a: Floats, b: Floats) => ops.cosineSimilarity(a, b),
        'SHAPE',
        '[2,3]',
        '[2,2]',
      ),
    ],
  },
  cumulative('cumsum', ops.cumsum, total),
  cumulative('cumprod', ops.cumprod, (values) => values.reduce((p, value) => p * value, 1)),
];
