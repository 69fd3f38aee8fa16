import type { binaryMembers, unaryMembers } from '../table/pointwise.ts';
import type { KernelName } from '../table/table.ts';

const [inf, nan] = [Infinity, NaN];
const quarter = Math.PI / 2;

/** The numbers at which `unaryEdges` are given. */
export const edgeNumbers: readonly number[] = [0, -0, inf, -inf, nan];

/** What IEEE 754 (annex F of C) makes of 0, -0, infinity, -infinity and NaN. */
export const unaryEdges: Readonly<Record<(typeof unaryMembers)[number], readonly number[]>> = {
  abs: [0, 0, inf, inf, nan],
  atan: [0, -0, quarter, -quarter, nan],
  ceil: [0, -0, inf, -inf, nan],
  cos: [1, 1, nan, nan, nan],
  cosh: [1, 1, inf, inf, nan],
  erf: [0, -0, 1, -1, nan],
  exp: [1, 1, inf, 0, nan],
  expm1: [0, -0, inf, -1, nan],
  floor: [0, -0, inf, -inf, nan],
  log: [-inf, -inf, inf, nan, nan],
  log1p: [0, -0, inf, nan, nan],
  neg: [-0, 0, -inf, inf, nan],
  reciprocal: [inf, -inf, 0, -0, nan],
  relu: [0, -0, inf, 0, nan],
  round: [0, -0, inf, -inf, nan],
  rsqrt: [inf, -inf, 0, nan, nan],
  sigmoid: [0.5, 0.5, 1, 0, nan],
  sign: [0, -0, 1, -1, nan],
  sin: [0, -0, nan, nan, nan],
  sinh: [0, -0, inf, -inf, nan],
  softplus: [Math.LN2, Math.LN2, inf, 0, nan],
  sqrt: [0, -0, inf, nan, nan],
  square: [0, 0, inf, inf, nan],
  tanh: [0, -0, 1, -1, nan],
};

type BinaryEdge = readonly [name: (typeof binaryMembers)[number], a: number, b: number, result: number];

/** Binary operations on the same numbers; `maximum` and `minimum` pass NaN on. */
export const binaryEdges: readonly BinaryEdge[] = [
  ['add', inf, -inf, nan],
  ['sub', inf, inf, nan],
  ['mul', 0, inf, nan],
  ['div', 1, -0, -inf],
  ['div', 0, 0, nan],
  ['maximum', nan, 1, nan],
  ['maximum', 1, nan, nan],
  ['minimum', nan, 1, nan],
  ['minimum', 1, nan, nan],
  ['minimum', -inf, 1, -inf],
  ['pow', 0, 0, 1],
  ['pow', nan, 0, 1],
  ['pow', 1, nan, 1],
  ['pow', 1, inf, 1],
  ['pow', -1, -inf, 1],
  ['pow', -8, 1 / 3, nan],
  ['pow', 0, -1, inf],
  ['atan2', 0, -0, Math.PI],
  ['atan2', -0, -1, -Math.PI],
];

/** A call on one row of edge numbers, and what each output must hold. */
export interface EdgeCase {
  /** The kernel to call. */
  readonly kernel: KernelName;
  /** One row for each input, by its name. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** What each output must hold, by its name. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** Scalars that matter, by their names. */
  readonly numbers?: Readonly<Record<string, number>>;
}

const onRow = (kernel: KernelName, x: readonly number[], out: readonly number[]): EdgeCase => ({
  kernel,
  inputs: { x },
  outputs: { out },
});
const onPair = (kernel: KernelName, a: readonly number[], b: readonly number[], out: readonly number[]): EdgeCase => ({
  kernel,
  inputs: { a, b },
  outputs: { out },
});

const lossOf = (x: readonly number[], target: number, loss: number, smoothing = 0): EdgeCase => ({
  kernel: 'softmaxCrossEntropy',
  inputs: { x, target: [target] },
  outputs: { loss: [loss] },
  numbers: { smoothing, ignoreIndex: -100 },
});

const compared = {
  equal: [0, 1, 0],
  greater: [0, 0, 1],
  less: [0, 0, 0],
  notEqual: [1, 0, 1],
  greaterEqual: [0, 1, 1],
  lessEqual: [0, 1, 0],
};

/** Every edge case of every kernel that has one. */
export const edgeCases: readonly EdgeCase[] = [
  ...Object.entries(unaryEdges).map(([name, out]) => onRow(`unary.${name}` as KernelName, edgeNumbers, out)),
  ...binaryEdges.map(([name, a, b, out]) => onPair(`binary.${name}`, [a], [b], [out])),
  ...Object.entries(compared).map(([name, out]) =>
    onPair(`compare.${name}` as KernelName, [nan, 0, inf], [nan, -0, -inf], out),
  ),
  onRow('copy.float32', edgeNumbers, edgeNumbers),
  onRow('cast.float32.bool', edgeNumbers, [0, 0, 1, 1, 1]),
  {
    kernel: 'where.float32',
    inputs: { condition: [1, 0, 1], a: [1, nan, -0], b: [nan, 2, nan] },
    outputs: { out: [1, 2, -0] },
  },
  onRow('reduce.sum', [inf, -inf], [nan]),
  onRow('reduce.max', [1, nan, 2], [nan]),
  onRow('reduce.max', [-inf, -inf], [-inf]),
  onRow('reduce.min', [1, nan, 0], [nan]),
  onRow('reduce.prod', [0, inf], [nan]),
  onRow('reduceArgument.max', [1, nan, inf], [1]),
  onRow('reduceArgument.min', [1, nan, -inf], [1]),
  onRow('row.cumsum', [1, inf, -inf, 1], [1, inf, nan, nan]),
  onRow('row.softmax', [-inf, 0], [0, 1]),
  onRow('row.softmax', [1000, 1000], [0.5, 0.5]),
  onRow('row.softmax', [0, nan], [nan, nan]),
  onRow('row.logSoftmax', [-inf, 0], [-inf, 0]),
  {
    kernel: 'sort.ascending',
    inputs: { x: [nan, 1, inf, -inf] },
    outputs: { out: [-inf, 1, inf, nan], order: [3, 1, 2, 0] },
  },
  {
    kernel: 'sort.descending',
    inputs: { x: [1, nan, -inf, inf] },
    outputs: { out: [nan, inf, 1, -inf], order: [1, 3, 0, 2] },
  },
  onPair('matmul.nn', [0], [inf], [nan]), // a product may not skip zeros
  lossOf([-inf, 0], 1, 0),
  lossOf([-inf, 0], 0, inf),
  lossOf([-inf, 0], 1, inf, 0.5),
  lossOf([1000, 1000], 1, Math.LN2),
  lossOf([1e4, -1e4], 1, 2e4),
  lossOf([0, nan], 0, nan),
  lossOf([nan, nan], -100, 0),
];
