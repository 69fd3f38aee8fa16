import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { pointwise } from './nd-array.ts';
import { bools, floats, ints, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;
type Unary = (x: Floats) => Floats;
type Binary = (a: Floats | number, b: Floats | number) => Floats;

/** The error function by Simpson's rule. */
export function erf(x: number): number {
  const h = x / 1000;
  const terms = Array.from(
    { length: 1001 },
    (_, k) => Math.exp(-((k * h) ** 2)) * (k === 0 || k === 1000 ? 1 : k % 2 === 1 ? 4 : 2),
  );
  return ((2 / Math.sqrt(Math.PI)) * h * terms.reduce((sum, term) => sum + term, 0)) / 3;
}

/** The reference of each unary op and, where not -2 to 2, the range that it is tried on. */
const unaryFormulas: Record<string, readonly [f: (x: number) => number, low?: number, high?: number]> = {
  abs: [(x) => (x < 0 ? -x : x)],
  atan: [Math.atan],
  ceil: [Math.ceil],
  cos: [Math.cos],
  cosh: [(x) => (Math.exp(x) + Math.exp(-x)) / 2],
  erf: [erf],
  exp: [(x) => Math.E ** x],
  expm1: [(x) => Math.exp(x) - 1],
  floor: [Math.floor],
  log: [(x) => Math.log2(x) * Math.LN2, 0.2, 3],
  log1p: [(x) => Math.log(1 + x), -0.8, 3],
  neg: [(x) => 0 - x],
  reciprocal: [(x) => 1 / x, 0.3, 3],
  round: [(x) => Math.floor(x + 0.5)],
  relu: [(x) => Math.max(x, 0)],
  rsqrt: [(x) => x ** -0.5, 0.3, 3],
  sigmoid: [(x) => 1 / (1 + Math.exp(-x))],
  sign: [Math.sign],
  sin: [Math.sin],
  sinh: [(x) => (Math.exp(x) - Math.exp(-x)) / 2],
  sqrt: [(x) => x ** 0.5, 0.3, 3],
  square: [(x) => x ** 2],
  tanh: [(x) => 1 - 2 / (Math.exp(2 * x) + 1)],
};

const shapes = [[2, 3], [5], [], [1], [0], [2, 0, 3], [2, 1, 4]];

const unaryRows = Object.entries(unaryFormulas).map(([name, [f, low, high]]): OpRow => {
  const run = (x: Floats) => (ops as unknown as Record<string, Unary>)[name]!(x);
  return {
    name,
    takes: 'float',
    samples: shapes.map((shape) => sample(`[${shape}]`, [floats(shape, low, high)], run, (x) => pointwise(f, x!))),
  };
});

/** Pairs of shapes: equal, a vector, outer, from the middle, a scalar, none, size 1, and one that no stride pair expresses. */
const pairs = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [[3], [2, 3]],
  [
    [3, 1],
    [1, 4],
  ],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [2, 3, 2],
    [2, 1, 2],
  ],
  [[], [2, 2]],
  [[2, 2], []],
  [[], []],
  [[0, 3], [3]],
  [
    [2, 0],
    [2, 1],
  ],
  [[1], [1, 1, 1]],
  [
    [2, 1, 2, 1],
    [1, 3, 1, 2],
  ],
] as const;

const binaryFormulas: Record<string, readonly [f: (a: number, b: number) => number, low?: number, high?: number]> = {
  add: [(a, b) => a + b],
  sub: [(a, b) => a - b],
  mul: [(a, b) => a * b],
  div: [(a, b) => a / b, 0.4, 2],
  atan2: [Math.atan2, 0.2, 2],
  pow: [(a, b) => a ** b, 0.3, 2],
  maximum: [(a, b) => (a > b ? a : b)],
  minimum: [(a, b) => (a < b ? a : b)],
};

const binaryRows = Object.entries(binaryFormulas).map(([name, [f, low, high]]): OpRow => {
  const op = (ops as unknown as Record<string, Binary>)[name]!;
  const whole = !['atan2', 'div', 'pow'].includes(name);
  return {
    name,
    takes: 'float',
    samples: [
      ...pairs.map(([a, b]) =>
        sample(
          `[${a}] [${b}]`,
          [floats(a, low, high), floats(b, low, high)],
          (x: Floats, y: Floats) => op(x, y),
          (x, y) => pointwise(f, x!, y!),
        ),
      ),
      sample(
        'number right',
        [floats([2, 3], low, high)],
        (x: Floats) => op(x, 1.25),
        (x) => pointwise((v) => f(v, 1.25), x!),
      ),
      sample(
        'number left',
        [floats([2, 3], low, high)],
        (x: Floats) => op(1.25, x),
        (x) => pointwise((v) => f(1.25, v), x!),
      ),
      sample(
        'the same tensor twice',
        [floats([3], low, high)],
        (x: Floats) => op(x, name.endsWith('imum') ? 9 : x),
        (x) => pointwise((v) => f(v, name.endsWith('imum') ? 9 : v), x!),
      ),
      ...(whole
        ? [
            sample(
              'int32',
              [ints([3], [-7, 5, 2 ** 30]), ints([], [4])],
              (x: Floats, y: Floats) => op(x, y),
              (x, y) => pointwise((v, w) => Number(BigInt.asIntN(32, BigInt(f(v, w)))), x!, y!),
              'int32',
            ),
          ]
        : []),
    ],
    misuses: [
      misuse(
        '[3,4] and [2,4]',
        [floats([3, 4]), floats([2, 4])],
        (x: Floats, y: Floats) => op(x, y),
        'SHAPE',
        '[3,4]',
        '[2,4]',
        'axis -2',
        name,
      ),
      misuse('two numbers', [], () => op(1, 2), 'ARGUMENT_TYPE', name),
      ...(whole
        ? [misuse('int32 and 1.5', [ints([2], [1, 2])], (x: Floats) => op(x, 1.5), 'DTYPE', '1.5', 'int32')]
        : []),
    ],
  };
});

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  equal: (a, b) => a === b,
  greater: (a, b) => a > b,
  greaterEqual: (a, b) => a >= b,
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  notEqual: (a, b) => a !== b,
};

const compareRows = Object.entries(comparisons).map(([name, f]): OpRow => {
  const op = (ops as unknown as Record<string, (a: Floats | number, b: Floats | number) => Tensor>)[name]!;
  const run = (x: Floats, y: Floats) => op(x, y);
  const ties = { shape: [2, 3], values: [1, 2, 3, 1, 2, 3] };
  return {
    name,
    takes: 'float',
    order: 0,
    samples: [
      ...pairs.map(([a, b]) =>
        sample(`[${a}] [${b}]`, [floats(a), floats(b)], run, (x, y) => pointwise((v, w) => +f(v, w), x!, y!), 'bool'),
      ),
      sample(
        'ties',
        [ties, { shape: [3], values: [2, 2, 2] }],
        run,
        (x, y) => pointwise((v, w) => +f(v, w), x!, y!),
        'bool',
      ),
      sample(
        'nan',
        [
          { shape: [2], values: [NaN, 1] },
          { shape: [2], values: [NaN, NaN] },
        ],
        run,
        () => ({ shape: [2], data: [+(name === 'notEqual'), +(name === 'notEqual')] }),
        'bool',
      ),
      sample(
        'number left',
        [ties],
        (x: Floats) => op(2, x),
        (x) => pointwise((v) => +f(2, v), x!),
        'bool',
      ),
      sample(
        'int32',
        [ints([2], [1, 2]), ints([2], [2, 2])],
        run,
        (x, y) => pointwise((v, w) => +f(v, w), x!, y!),
        'bool',
      ),
    ],
    misuses: [
      misuse('[3] and [2]', [floats([3]), floats([2])], run, 'SHAPE', '[3]', '[2]', name),
      misuse('mixed dtypes', [floats([2]), ints([2], [1, 2])], run, 'DTYPE', 'float32', 'int32'),
      misuse('two numbers', [], () => op(1, 2), 'ARGUMENT_TYPE', name),
    ],
  };
});

const choose = (c: Tensor<'bool'>, a: Floats, b: Floats) => ops.where(c, a, b);

const selectRows: OpRow[] = [
  {
    name: 'where',
    takes: 'any',
    samples: [
      ...pairs.map(([a, b]) =>
        sample(`[${a}] [${b}]`, [bools([], [1]), floats(a), floats(b)], choose, (c, x, y) =>
          pointwise((k, v, w) => (k ? v : w), c!, x!, y!),
        ),
      ),
      sample('mask of rows', [bools([2, 1], [1, 0]), floats([2, 3]), floats([3])], choose, (c, x, y) =>
        pointwise((k, v, w) => (k ? v : w), c!, x!, y!),
      ),
      sample(
        'a number',
        [bools([3], [1, 0, 1]), floats([2, 3])],
        (c: Tensor<'bool'>, x: Floats) => ops.where(c, x, -1),
        (c, x) => pointwise((k, v) => (k ? v : -1), c!, x!),
      ),
    ],
    misuses: [
      misuse('shapes', [bools([2], [1, 0]), floats([3]), floats([3])], choose, 'SHAPE', '[3]', '[2]'),
      misuse('mixed dtypes', [bools([2], [1, 0]), floats([2]), ints([2], [1, 2])], choose, 'DTYPE', 'int32'),
      misuse('float condition', [floats([2]), floats([2]), floats([2])], choose, 'DTYPE', 'condition'),
    ],
  },
  {
    name: 'cast',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        'float32 to int32',
        [{ shape: [4], values: [1.9, -1.9, 0, 3] }],
        (x: Floats) => ops.cast(x, 'int32'),
        () => ({ shape: [4], data: [1, -1, 0, 3] }),
        'int32',
      ),
      sample(
        'float32 to bool',
        [{ shape: [3], values: [0, -0.5, NaN] }],
        (x: Floats) => ops.cast(x, 'bool'),
        () => ({ shape: [3], data: [0, 1, 1] }),
        'bool',
      ),
      sample(
        'int32 to float32',
        [ints([2, 1], [-3, 7])],
        (x: Tensor) => ops.cast(x, 'float32'),
        (x) => x!,
      ),
      sample(
        'bool to float32',
        [bools([2], [0, 1])],
        (x: Tensor) => ops.cast(x, 'float32'),
        (x) => x!,
      ),
      sample(
        'the same',
        [floats([2, 0])],
        (x: Floats) => ops.cast(x, 'float32'),
        (x) => x!,
      ),
    ],
    misuses: [
      misuse(
        'an unknown dtype',
        [floats([2])],
        (x: Floats) => ops.cast(x, 'flot32' as never),
        'DTYPE',
        'float32, int32, bool',
        'flot32',
      ),
    ],
  },
];

/** Ops that treat every element alone. */
export const pointwiseRows: readonly OpRow[] = [...unaryRows, ...binaryRows, ...compareRows, ...selectRows];
