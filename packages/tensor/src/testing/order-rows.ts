import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { nd, type NdArray, pick } from './nd-array.ts';
import { floats, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;

/** The values along an axis at a place of the others, with their positions, in order. */
function ordered(x: NdArray, axis: number, index: readonly number[], sign: number): { value: number; at: number }[] {
  const list = Array.from({ length: x.shape[axis]! }, (_, at) => ({
    at,
    value: pick(
      x,
      index.map((i, a) => (a === axis ? at : i)),
    ),
  }));
  return list.sort((p, q) => sign * (p.value - q.value) || p.at - q.at);
}

const sorted = (x: NdArray, axis: number, sign: number, part: 'value' | 'at', count = x.shape[axis]!): NdArray =>
  nd(
    x.shape.map((size, a) => (a === axis ? count : size)),
    (index) => ordered(x, axis, index, sign)[index[axis]!]![part],
  );

const ties = { shape: [2, 4], values: [3, 1, 3, 2, 5, 5, 4, 4] };

const argument = (name: string, op: typeof ops.argmax, sign: number): OpRow => ({
  name,
  takes: 'float',
  order: 0,
  samples: [
    sample(
      'last',
      [floats([2, 4])],
      (x: Floats) => op(x, 1),
      (x) => nd([2], ([i]) => ordered(x!, 1, [i!, 0], sign)[0]!.at),
      'int32',
    ),
    sample(
      'first, kept',
      [floats([3, 2])],
      (x: Floats) => op(x, 0, { keepDims: true }),
      (x) => nd([1, 2], ([, j]) => ordered(x!, 0, [0, j!], sign)[0]!.at),
      'int32',
    ),
    sample(
      'ties',
      [ties],
      (x: Floats) => op(x, 1),
      (x) => nd([2], ([i]) => ordered(x!, 1, [i!, 0], sign)[0]!.at),
      'int32',
    ),
    sample(
      'flattened',
      [floats([2, 3])],
      (x: Floats) => op(x),
      (x) => ({ shape: [], data: [ordered({ shape: [6], data: x!.data }, 0, [0], sign)[0]!.at] }),
      'int32',
    ),
    sample(
      'nan',
      [{ shape: [3], values: [1, NaN, 2] }],
      (x: Floats) => op(x),
      () => ({ shape: [], data: [1] }),
      'int32',
    ),
  ],
  misuses: [
    misuse('nothing', [floats([2, 0])], (x: Floats) => op(x, 1), 'SHAPE', '[2,0]'),
    misuse('axis', [floats([2])], (x: Floats) => op(x, 1), 'AXIS', 'axis 1'),
  ],
});

const extreme = (name: string, op: typeof ops.maxWithIndices, sign: number): OpRow => ({
  name,
  takes: 'float',
  samples: [
    sample(
      'values',
      [floats([2, 4])],
      (x: Floats) => op(x).values,
      (x) => nd([2], ([i]) => ordered(x!, 1, [i!, 0], sign)[0]!.value),
    ),
    sample(
      'indices',
      [floats([3, 2])],
      (x: Floats) => op(x, 0, { keepDims: true }).indices,
      (x) => nd([1, 2], ([, j]) => ordered(x!, 0, [0, j!], sign)[0]!.at),
      'int32',
    ),
  ],
  misuses: [misuse('nothing', [floats([2, 0])], (x: Floats) => op(x), 'SHAPE', '[2,0]')],
});

/** Ops that find the largest, or put in order. */
export const orderRows: readonly OpRow[] = [
  argument('argmax', ops.argmax, -1),
  argument('argmin', ops.argmin, 1),
  extreme('maxWithIndices', ops.maxWithIndices, -1),
  extreme('minWithIndices', ops.minWithIndices, 1),
  {
    name: 'sort',
    takes: 'float',
    samples: [
      sample(
        'values',
        [floats([2, 4])],
        (x: Floats) => ops.sort(x).values,
        (x) => sorted(x!, 1, 1, 'value'),
      ),
      sample(
        'descending, first',
        [floats([3, 2])],
        (x: Floats) => ops.sort(x, 0, { descending: true }).values,
        (x) => sorted(x!, 0, -1, 'value'),
      ),
      sample(
        'indices of ties',
        [ties],
        (x: Floats) => ops.sort(x).indices,
        (x) => sorted(x!, 1, 1, 'at'),
        'int32',
      ),
      sample(
        'scalar',
        [floats([])],
        (x: Floats) => ops.sort(x).values,
        (x) => x!,
      ),
    ],
    misuses: [
      misuse('axis', [floats([2])], (x: Floats) => ops.sort(x, 1), 'AXIS', 'sort', 'axis 1'),
      misuse(
        'misspelt option',
        [floats([2])],
        (x: Floats) => ops.sort(x, 0, { decending: true } as never),
        'ARGUMENT_OPTION',
        'descending',
      ),
    ],
  },
  {
    name: 'argsort',
    takes: 'float',
    order: 0,
    samples: [
      sample(
        'ascending ties',
        [ties],
        (x: Floats) => ops.argsort(x),
        (x) => sorted(x!, 1, 1, 'at'),
        'int32',
      ),
      sample(
        'descending ties',
        [ties],
        (x: Floats) => ops.argsort(x, -1, { descending: true }),
        (x) => sorted(x!, 1, -1, 'at'),
        'int32',
      ),
      sample(
        'nan last',
        [{ shape: [3], values: [NaN, 2, 1] }],
        (x: Floats) => ops.argsort(x),
        () => ({ shape: [3], data: [2, 1, 0] }),
        'int32',
      ),
    ],
  },
  {
    name: 'topK',
    takes: 'float',
    samples: [
      sample(
        'values',
        [floats([2, 5])],
        (x: Floats) => ops.topK(x, 3).values,
        (x) => sorted(x!, 1, -1, 'value', 3),
      ),
      sample(
        'smallest, first axis',
        [floats([4, 2])],
        (x: Floats) => ops.topK(x, 2, { axis: 0, largest: false }).values,
        (x) => sorted(x!, 0, 1, 'value', 2),
      ),
      sample(
        'indices',
        [ties],
        (x: Floats) => ops.topK(x, 2).indices,
        (x) => sorted(x!, 1, -1, 'at', 2),
        'int32',
      ),
      sample(
        'none',
        [floats([2, 3])],
        (x: Floats) => ops.topK(x, 0).values,
        () => ({ shape: [2, 0], data: [] }),
      ),
    ],
    misuses: [misuse('too many', [floats([2, 3])], (x: Floats) => ops.topK(x, 4), 'ARGUMENT', 'k', '3', '4')],
  },
];
