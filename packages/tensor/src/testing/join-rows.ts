import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { nd, type NdArray, pick } from './nd-array.ts';
import { floats, ints, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;

/** Elements `from` to `from + size` along an axis. */
export const part = (x: NdArray, axis: number, from: number, size: number): NdArray =>
  nd(
    x.shape.map((n, i) => (i === axis ? size : n)),
    (index) =>
      pick(
        x,
        index.map((at, i) => (i === axis && x.shape[i] !== 1 ? at + from : at)),
      ),
  );

const join = (parts: readonly NdArray[], axis: number): NdArray =>
  nd(
    parts[0]!.shape.map((n, i) => (i === axis ? parts.reduce((sum, { shape }) => sum + shape[axis]!, 0) : n)),
    (index) => {
      let at = index[axis]!;
      const one = parts.find(({ shape }) => at < shape[axis]! || ((at -= shape[axis]!), false))!;
      return one.data[one.shape.reduce((place, size, i) => place * size + (i === axis ? at : index[i]!), 0)]!;
    },
  );

/** Ops that join tensors and take them apart. */
export const joinRows: readonly OpRow[] = [
  {
    name: 'concat',
    takes: 'any',
    samples: [
      sample(
        'last axis',
        [floats([2, 1]), floats([2, 3])],
        (a: Floats, b: Floats) => ops.concat([a, b]),
        (a, b) => join([a!, b!], 1),
      ),
      sample(
        'first axis',
        [floats([2, 2]), floats([1, 2]), floats([3, 2])],
        (a: Floats, b: Floats, c: Floats) => ops.concat([a, b, c], 0),
        (a, b, c) => join([a!, b!, c!], 0),
      ),
      sample(
        'middle axis',
        [floats([2, 1, 2]), floats([2, 2, 2])],
        (a: Floats, b: Floats) => ops.concat([a, b], 1),
        (a, b) => join([a!, b!], 1),
      ),
      sample(
        'with an empty one',
        [floats([2, 0]), floats([2, 2])],
        (a: Floats, b: Floats) => ops.concat([a, b]),
        (a, b) => join([a!, b!], 1),
      ),
      sample(
        'only empty ones',
        [floats([0, 2]), floats([0, 2])],
        (a: Floats, b: Floats) => ops.concat([a, b], 0),
        (a, b) => join([a!, b!], 0),
      ),
      sample(
        'one',
        [floats([2])],
        (a: Floats) => ops.concat([a]),
        (a) => a!,
      ),
      sample(
        'the same twice',
        [floats([2])],
        (a: Floats) => ops.concat([a, a]),
        (a) => join([a!, a!], 0),
      ),
      sample(
        'int32',
        [ints([1], [4]), ints([2], [5, 6])],
        (a: Tensor, b: Tensor) => ops.concat([a, b]),
        (a, b) => join([a!, b!], 0),
        'int32',
      ),
    ],
    misuses: [
      misuse(
        'other sizes',
        [floats([2, 3]), floats([3, 3])],
        (a: Floats, b: Floats) => ops.concat([a, b]),
        'SHAPE',
        '[2,3]',
        '[3,3]',
        'tensors[1]',
      ),
      misuse(
        'mixed dtypes',
        [floats([2]), ints([2], [1, 2])],
        (a: Floats, b: Floats) => ops.concat([a, b]),
        'DTYPE',
        'tensors[1]',
        'int32',
      ),
      misuse('none', [], () => ops.concat([]), 'ARGUMENT', 'at least one'),
      misuse('scalars', [floats([])], (a: Floats) => ops.concat([a]), 'SHAPE', 'stack'),
      misuse('axis', [floats([2])], (a: Floats) => ops.concat([a], 1), 'AXIS', 'axis 1', 'rank 1'),
    ],
  },
  {
    name: 'split',
    takes: 'any',
    samples: [
      sample(
        'three equal',
        [floats([2, 6])],
        (x: Floats) => ops.split(x, 3),
        (x) => [0, 2, 4].map((from) => part(x!, 1, from, 2)),
      ),
      sample(
        'sizes',
        [floats([2, 5])],
        (x: Floats) => ops.split(x, [1, 0, 4]),
        (x) => [part(x!, 1, 0, 1), part(x!, 1, 1, 0), part(x!, 1, 1, 4)],
      ),
      sample(
        'first axis',
        [floats([4, 3])],
        (x: Floats) => ops.split(x, [3, 1], 0),
        (x) => [part(x!, 0, 0, 3), part(x!, 0, 3, 1)],
      ),
      sample(
        'middle axis',
        [floats([2, 4, 2])],
        (x: Floats) => ops.split(x, 2, 1),
        (x) => [part(x!, 1, 0, 2), part(x!, 1, 2, 2)],
      ),
      sample(
        'one part unused',
        [floats([4])],
        (x: Floats) => ops.split(x, 2)[1]!,
        (x) => part(x!, 0, 2, 2),
      ),
      sample(
        'no rows',
        [floats([0, 4])],
        (x: Floats) => ops.split(x, 2),
        (x) => [part(x!, 1, 0, 2), part(x!, 1, 2, 2)],
      ),
    ],
    misuses: [
      misuse('no equal parts', [floats([2, 5])], (x: Floats) => ops.split(x, 2), 'SHAPE', '[2,5]', '2 equal'),
      misuse('sizes that do not add up', [floats([2, 5])], (x: Floats) => ops.split(x, [2, 2]), 'SHAPE', '[2,2]', '5'),
      misuse('a scalar', [floats([])], (x: Floats) => ops.split(x, 1, 0), 'SHAPE', 'scalar'),
      misuse('axis', [floats([2])], (x: Floats) => ops.split(x, 2, 3), 'AXIS', 'axis 3', 'rank 1'),
      misuse('negative size', [floats([2])], (x: Floats) => ops.split(x, [3, -1]), 'ARGUMENT', '-1'),
    ],
  },
  {
    name: 'stack',
    takes: 'any',
    samples: [
      sample(
        'scalars',
        [floats([]), floats([])],
        (a: Floats, b: Floats) => ops.stack([a, b]),
        (a, b) => ({ shape: [2], data: [...a!.data, ...b!.data] }),
      ),
      sample(
        'first',
        [floats([2, 2]), floats([2, 2])],
        (a: Floats, b: Floats) => ops.stack([a, b]),
        (a, b) => nd([2, 2, 2], ([i, ...rest]) => pick(i === 0 ? a! : b!, rest)),
      ),
      sample(
        'last',
        [floats([2]), floats([2]), floats([2])],
        (a: Floats, b: Floats, c: Floats) => ops.stack([a, b, c], -1),
        (...x) => nd([2, 3], ([i, j]) => x[j!]!.data[i!]!),
      ),
      sample(
        'empty',
        [floats([0]), floats([0])],
        (a: Floats, b: Floats) => ops.stack([a, b]),
        () => ({ shape: [2, 0], data: [] }),
      ),
    ],
    misuses: [
      misuse(
        'other shapes',
        [floats([2]), floats([3])],
        (a: Floats, b: Floats) => ops.stack([a, b]),
        'SHAPE',
        '[2]',
        '[3]',
        'tensors[1]',
      ),
      misuse('axis', [floats([2])], (a: Floats) => ops.stack([a], 2), 'AXIS', 'axis 2', 'rank 2'),
      misuse('none', [], () => ops.stack([]), 'ARGUMENT', 'at least one'),
    ],
  },
  {
    name: 'unstack',
    takes: 'any',
    samples: [
      sample(
        'first',
        [floats([3, 2])],
        (x: Floats) => ops.unstack(x),
        (x) => [0, 1, 2].map((i) => nd([2], ([j]) => pick(x!, [i, j!]))),
      ),
      sample(
        'last',
        [floats([3, 2])],
        (x: Floats) => ops.unstack(x, -1),
        (x) => [0, 1].map((j) => nd([3], ([i]) => pick(x!, [i!, j]))),
      ),
      sample(
        'vector',
        [floats([2])],
        (x: Floats) => ops.unstack(x),
        (x) => x!.data.map((value) => ({ shape: [], data: [value] })),
      ),
      sample(
        'one used',
        [floats([3, 2])],
        (x: Floats) => ops.unstack(x)[1]!,
        (x) => nd([2], ([j]) => pick(x!, [1, j!])),
      ),
      sample(
        'empty',
        [floats([0, 2])],
        (x: Floats) => ops.unstack(x),
        () => [],
      ),
    ],
    misuses: [misuse('a scalar', [floats([])], (x: Floats) => ops.unstack(x), 'SHAPE', 'scalar')],
  },
];
