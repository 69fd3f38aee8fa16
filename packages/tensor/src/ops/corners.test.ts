import { jsBackend } from '@ostinato/backend-js';
import { beforeEach, describe, expect, it } from 'vitest';
import * as ops from '../index.ts';

type Floats = ops.Tensor<'float32'>;

beforeEach(() => ops.setBackend(jsBackend({ float: 'float64' })));

const slopes = (f: (x: Floats) => Floats, values: readonly number[]): number[] =>
  ops.tidy(() => {
    const x = ops.tensor([...values]);
    return [...ops.valueAndGrad(x, () => ops.sum(f(x))).gradients!.dataSync()].map((slope) => slope + 0);
  });

/** What torch 1.13 gives where formulas meet, at zeros, ties and infinities. */
const corners: readonly (readonly [
  name: string,
  f: (x: Floats) => Floats,
  at: readonly number[],
  slopes: readonly number[],
])[] = [
  ['abs', ops.abs, [0, -Infinity], [0, -1]],
  ['relu', ops.relu, [0, Infinity, -Infinity], [0, 1, 0]],
  ['relu6', ops.relu6, [0, 6, Infinity], [0, 0, 0]],
  ['leakyRelu', (x) => ops.leakyRelu(x), [0, -Infinity], [0.01, 0.01]],
  ['elu', (x) => ops.elu(x, 0.5), [0, Infinity, -Infinity], [0.5, 1, 0]],
  ['celu', (x) => ops.celu(x, 2), [0, Infinity, -Infinity], [1, 1, 0]],
  ['hardtanh', (x) => ops.hardtanh(x), [-1, 1, Infinity], [0, 0, 0]],
  ['hardSigmoid', ops.hardSigmoid, [-3, 3, -Infinity], [0, 0, 0]],
  ['hardSwish', ops.hardSwish, [-3, 3, Infinity, -Infinity], [-0.5, 1, 1, 0]],
  ['softShrink', (x) => ops.softShrink(x), [-0.5, 0.5, 0, Infinity], [0, 0, 0, 1]],
  ['hardShrink', (x) => ops.hardShrink(x), [-0.5, 0.5, 0, Infinity], [0, 0, 0, 1]],
  ['softplus', (x) => ops.softplus(x), [-1000, 1000, Infinity], [0, 1, 1]],
  ['logSigmoid', ops.logSigmoid, [-1000, 1000, -Infinity], [1, 0, 1]],
  ['tanhShrink', ops.tanhShrink, [0, Infinity], [0, 1]],
  [
    'floor, ceil, round and sign',
    (x) => ops.add(ops.add(ops.floor(x), ops.ceil(x)), ops.add(ops.round(x), ops.sign(x))),
    [0, 2.5],
    [0, 0],
  ],
  ['clip', (x) => ops.clip(x, 0, 1), [0, 1, -1], [1, 1, 0]],
  ['maximum of equals', (x) => ops.maximum(x, ops.detach(x)), [2], [0.5]],
  ['max of equals', (x) => ops.max(x), [1, 2, 2], [0, 0.5, 0.5]],
  ['min of equals', (x) => ops.min(x), [1, 1, 2], [0.5, 0.5, 0]],
  ['maxWithIndices of equals', (x) => ops.maxWithIndices(x).values, [2, 2, 1], [1, 0, 0]],
  ['x ** 2 and x ** 1', (x) => ops.add(ops.pow(x, 2), ops.pow(x, 1)), [0], [1]],
  ['x ** 0', (x) => ops.pow(x, 0), [0, 3], [0, 0]],
  ['0 ** x', (x) => ops.pow(0, x), [0, 2], [0, 0]],
  ['0 ** x, a tensor', (x) => ops.pow(ops.zeros([2]), x), [0, 2], [0, 0]],
  ['x ** 0, a tensor', (x) => ops.pow(x, ops.zeros([2])), [0, 2], [0, 0]],
  ['atan2 at the origin', (x) => ops.atan2(x, x), [0], [0]],
  ['prod with one 0', (x) => ops.prod(x), [2, 0, 3], [0, 6, 0]],
  ['prod with two', (x) => ops.prod(x), [0, 0, 3], [0, 0, 0]],
  ['cumprod with zeros', (x) => ops.cumprod(x), [2, 0, 3, 0], [1, 8, 0, 0]],
  ['std of equals', (x) => ops.std(x), [2, 2], [0, 0]],
  ['norm of zeros', (x) => ops.norm(x), [0, 0], [0, 0]],
  ['norm of order 1 of zeros', (x) => ops.norm(x, 0, { p: 1 }), [0, 0], [0, 0]],
  ['norm of order 3 of zeros', (x) => ops.norm(x, 0, { p: 3 }), [0, 0], [0, 0]],
  ['norm of order Infinity of equals', (x) => ops.norm(x, 0, { p: Infinity }), [-2, 2], [-0.5, 0.5]],
  ['logSumExp of -Infinity', (x) => ops.logSumExp(x), [-Infinity, -Infinity], [0, 0]],
  ['logSumExp with one -Infinity', (x) => ops.logSumExp(x), [-Infinity, 0], [0, 1]],
  [
    'where drops infinite gradients',
    (x) => ops.where(ops.greater(x, 0), ops.sqrt(ops.where(ops.greater(x, 0), x, 1)), 0),
    [0, 4],
    [0, 0.25],
  ],
];

describe('derivatives at corners', () => {
  it.each(corners)('%s', (_, f, at, expected) => {
    slopes(f, at).forEach((slope, i) => expect(slope).toBeCloseTo(expected[i]!, 12));
  });

  it('prod and cumprod are right to the second order where elements are 0', () => {
    const x = ops.tensor([2, 0, 3]);
    const second = (f: (x: Floats) => Floats) => [
      ...ops
        .valueAndGrad(x, () =>
          ops.sum(ops.mul(ops.valueAndGrad(x, () => ops.sum(f(x))).gradients!, ops.tensor([1, 10, 100]))),
        )
        .gradients!.dataSync(),
    ];
    // prod = abc: gradients (bc, ac, ab); weighed by 1, 10, 100 and differentiated again: (10c + 100b, c + 100a, b + 10a)
    expect(second((v) => ops.prod(v))).toEqual([30, 203, 20]);
    // cumprod = a + ab + abc: gradients (1 + b + bc, a + ac, ab), likewise (10(1 + c) + 100b, 1 + c + 100a, b + 10a)
    expect(second((v) => ops.cumprod(v))).toEqual([40, 204, 20]);
  });
});

describe('tensor', () => {
  it('copies the array it is made from', () => {
    for (const backend of [jsBackend(), jsBackend({ float: 'float64' })])
      for (const values of [new Float32Array([1, 2]), new Float64Array([1, 2]), new Int32Array([1, 2])]) {
        const x = ops.tensor(values, [2], { backend });
        values.fill(7);
        expect([...x.dataSync()]).toEqual([1, 2]);
      }
  });

  it('takes what fits a dtype and refuses the rest by its position', () => {
    expect([...ops.tensor(new Float32Array([3, -0, -7]), [3], { dtype: 'int32' }).dataSync()]).toEqual([3, 0, -7]);
    expect([...ops.tensor([true, 0, 1] as never, [3], { dtype: 'bool' }).dataSync()]).toEqual([1, 0, 1]);
    for (const [dtype, value] of [
      ['int32', 0.5],
      ['int32', NaN],
      ['int32', 2 ** 31],
      ['bool', 2],
    ] as const)
      expect(() => ops.tensor(new Float64Array([1, value]), [2], { dtype })).toThrow(
        `tensor: element 1 is ${value}, which is not ${dtype}.`,
      );
  });
});
