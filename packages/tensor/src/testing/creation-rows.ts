import * as ops from '../index.ts';
import { nd, type NdArray } from './nd-array.ts';
import { misuse, type OpRow, sample } from './op-row.ts';

const filled = (value: number) => [[2, 3], [], [0, 2], [1]].map((shape) => ({ shape, want: nd(shape, () => value) }));
const fixed = (...data: number[]): NdArray => ({ shape: [data.length], data });
const badShapes = (run: (shape: never) => unknown) =>
  [-1, 1.5, NaN, 2 ** 31].map((size) =>
    misuse(`size ${size}`, [], () => run([2, size] as never), 'SHAPE', String(size), 'axis 1'),
  );
const always = (generator = () => new ops.RandomGenerator(3)) => generator();

/** Ops that make tensors out of nothing. */
export const creationRows: readonly OpRow[] = [
  {
    name: 'tensor',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        'a number',
        [],
        () => ops.tensor(3),
        () => ({ shape: [], data: [3] }),
      ),
      sample(
        'nested',
        [],
        () =>
          ops.tensor([
            [1, 2],
            [3, 4],
          ]),
        () => ({ shape: [2, 2], data: [1, 2, 3, 4] }),
      ),
      sample(
        'flat with a shape',
        [],
        () => ops.tensor([1, 2, 3, 4], [2, 2]),
        () => ({ shape: [2, 2], data: [1, 2, 3, 4] }),
      ),
      sample(
        'typed',
        [],
        () => ops.tensor(Int32Array.of(5, 6) as never, [2, 1]),
        () => ({ shape: [2, 1], data: [5, 6] }),
        'int32',
      ),
      sample(
        'booleans',
        [],
        () => ops.tensor([true, false]),
        () => fixed(1, 0),
        'bool',
      ),
      sample(
        'empty',
        [],
        () => ops.tensor([[], []]),
        () => ({ shape: [2, 0], data: [] }),
      ),
    ],
    misuses: [
      misuse('wrong length', [], () => ops.tensor([1, 2, 3], [2, 2]), 'SHAPE', '3', '4'),
      misuse('ragged', [], () => ops.tensor([[1, 2], [3]]), 'SHAPE', '[1]', 'ragged'),
      misuse('ragged depth', [], () => ops.tensor([[1], 2]), 'SHAPE', '[1]'),
      misuse(
        'unknown dtype',
        [],
        () => ops.tensor([1], { dtype: 'float64' as never }),
        'DTYPE',
        'float32, int32, bool',
        'float64',
      ),
      misuse('fraction as int32', [], () => ops.tensor([1, 1.5], { dtype: 'int32' }), 'DTYPE', 'element 1', '1.5'),
      misuse('two as bool', [], () => ops.tensor([2], { dtype: 'bool' }), 'DTYPE', 'element 0', '2'),
      misuse('a string', [], () => ops.tensor(['1'] as never), 'ARGUMENT_TYPE', '"1"', '[0]'),
      misuse('null', [], () => ops.tensor(null as never), 'ARGUMENT_TYPE', 'null'),
      misuse('misspelt option', [], () => ops.tensor([1], { dtpye: 'int32' } as never), 'ARGUMENT_OPTION', 'dtype'),
      ...badShapes((shape) => ops.tensor([1], shape)),
    ],
  },
  {
    name: 'full',
    takes: 'any',
    order: 0,
    samples: filled(2.5).map(({ shape, want }) =>
      sample(
        `[${shape}]`,
        [],
        () => ops.full(shape, 2.5),
        () => want,
      ),
    ),
    misuses: [
      ...badShapes((shape) => ops.full(shape, 1)),
      misuse('no number', [], () => ops.full([1], '1' as never), 'ARGUMENT_TYPE', 'value'),
      misuse('fraction as int32', [], () => ops.full([1], 1.5, { dtype: 'int32' }), 'DTYPE', '1.5', 'int32'),
    ],
  },
  {
    name: 'zeros',
    takes: 'any',
    order: 0,
    samples: filled(0).map(({ shape, want }) =>
      sample(
        `[${shape}]`,
        [],
        () => ops.zeros(shape),
        () => want,
      ),
    ),
    misuses: badShapes(ops.zeros),
  },
  {
    name: 'ones',
    takes: 'any',
    order: 0,
    samples: filled(1).map(({ shape, want }) =>
      sample(
        `[${shape}]`,
        [],
        () => ops.ones(shape, { dtype: 'bool' }),
        () => want,
        'bool',
      ),
    ),
    misuses: badShapes(ops.ones),
  },
  {
    name: 'arange',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        '4',
        [],
        () => ops.arange(4),
        () => fixed(0, 1, 2, 3),
        'int32',
      ),
      sample(
        '0',
        [],
        () => ops.arange(0),
        () => fixed(),
        'int32',
      ),
      sample(
        'float32',
        [],
        () => ops.arange(2, { dtype: 'float32' }),
        () => fixed(0, 1),
      ),
    ],
    misuses: [
      misuse('negative', [], () => ops.arange(-1), 'ARGUMENT', '-1'),
      misuse('fraction', [], () => ops.arange(2.5), 'ARGUMENT', '2.5'),
    ],
  },
  {
    name: 'uniform',
    takes: 'any',
    order: 0,
    // The first words of the Philox stream of key 3, as the tests of @ostinato/base pin it.
    samples: [
      sample(
        'twice the same seed',
        [],
        () => ops.sub(ops.uniform([2, 3], { generator: always() }), ops.uniform([2, 3], { generator: always() })),
        () => nd([2, 3], () => 0),
      ),
      sample(
        'one stream in any shape',
        [],
        () =>
          ops.sub(ops.uniform([6], { generator: always() }), ops.flatten(ops.uniform([2, 3], { generator: always() }))),
        () => nd([6], () => 0),
      ),
      sample(
        'empty',
        [],
        () => ops.uniform([0, 3]),
        () => ({ shape: [0, 3], data: [] }),
      ),
    ],
    misuses: badShapes((shape) => ops.uniform(shape)),
  },
  {
    name: 'bernoulli',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        'never',
        [],
        () => ops.bernoulli([5], 0),
        () => nd([5], () => 0),
        'bool',
      ),
      sample(
        'always',
        [],
        () => ops.bernoulli([5], 1),
        () => nd([5], () => 1),
        'bool',
      ),
      sample(
        'where uniform is below',
        [],
        () =>
          ops.equal(
            ops.cast(ops.bernoulli([9], 0.4, { generator: always() }), 'float32'),
            ops.cast(ops.less(ops.uniform([9], { generator: always() }), 0.4), 'float32'),
          ),
        () => nd([9], () => 1),
        'bool',
      ),
    ],
    misuses: [
      ...badShapes((shape) => ops.bernoulli(shape, 0.5)),
      misuse('probability', [], () => ops.bernoulli([1], 1.5), 'ARGUMENT', '1.5', 'probability'),
    ],
  },
  {
    name: 'normal',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        'twice the same seed',
        [],
        () => ops.sub(ops.normal([2, 3], { generator: always() }), ops.normal([2, 3], { generator: always() })),
        () => nd([2, 3], () => 0),
      ),
      sample(
        'mostly within 4',
        [],
        () => ops.less(ops.abs(ops.normal([50], { generator: always() })), 4),
        () => nd([50], () => 1),
        'bool',
      ),
      sample(
        'empty',
        [],
        () => ops.normal([0]),
        () => fixed(),
      ),
    ],
    misuses: badShapes((shape) => ops.normal(shape)),
  },
];
