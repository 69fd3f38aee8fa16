import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { nd, pick } from './nd-array.ts';
import { floats, ints, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;

const triangle = (name: 'tril' | 'triu', op: typeof ops.tril, keeps: (i: number, j: number) => boolean): OpRow => ({
  name,
  takes: 'any',
  samples: [
    ...[0, 1, -1, 9].map((diagonal) =>
      sample(
        `diagonal ${diagonal}`,
        [floats([2, 3, 4])],
        (x: Floats) => op(x, diagonal),
        (x) => nd([2, 3, 4], ([b, i, j]) => (keeps(i! + diagonal, j!) ? pick(x!, [b!, i!, j!]) : 0)),
      ),
    ),
    sample(
      'empty',
      [floats([0, 2])],
      (x: Floats) => op(x),
      (x) => x!,
    ),
  ],
  misuses: [misuse('a vector', [floats([2])], (x: Floats) => op(x), 'SHAPE', name, '[2]')],
});

/** Ops that cut, pad, repeat and roll. */
export const windowRows: readonly OpRow[] = [
  {
    name: 'chunk',
    takes: 'any',
    samples: [
      sample(
        '5 by 2',
        [floats([5, 2])],
        (x: Floats) => ops.chunk(x, 2),
        (x) => [nd([3, 2], (at) => pick(x!, at)), nd([2, 2], ([i, j]) => pick(x!, [i! + 3, j!]))],
      ),
      sample(
        'fewer than asked',
        [floats([3])],
        (x: Floats) => ops.chunk(x, 9),
        (x) => x!.data.map((value) => ({ shape: [1], data: [value] })),
      ),
      sample(
        'last axis',
        [floats([2, 3])],
        (x: Floats) => ops.chunk(x, 2, -1),
        (x) => [nd([2, 2], (at) => pick(x!, at)), nd([2, 1], ([i]) => pick(x!, [i!, 2]))],
      ),
    ],
    misuses: [
      misuse('none', [floats([2])], (x: Floats) => ops.chunk(x, 0), 'ARGUMENT', 'count'),
      misuse('axis', [floats([2])], (x: Floats) => ops.chunk(x, 1, 1), 'AXIS', 'axis 1'),
    ],
  },
  {
    name: 'pad',
    takes: 'any',
    samples: [
      sample(
        'zeros',
        [floats([2, 2])],
        (x: Floats) =>
          ops.pad(x, [
            [1, 0],
            [0, 2],
          ]),
        (x) => nd([3, 4], ([i, j]) => (i! > 0 && j! < 2 ? pick(x!, [i! - 1, j!]) : 0)),
      ),
      sample(
        'a value',
        [floats([2])],
        (x: Floats) => ops.pad(x, [[2, 1]], 7),
        (x) => ({ shape: [5], data: [7, 7, ...x!.data, 7] }),
      ),
      sample(
        'nothing',
        [floats([2])],
        (x: Floats) => ops.pad(x, [[0, 0]]),
        (x) => x!,
      ),
      sample(
        'an empty one',
        [floats([0, 1])],
        (x: Floats) =>
          ops.pad(
            x,
            [
              [1, 0],
              [0, 0],
            ],
            3,
          ),
        () => ({ shape: [1, 1], data: [3] }),
      ),
    ],
    misuses: [
      misuse('too few pairs', [floats([2, 2])], (x: Floats) => ops.pad(x, [[1, 1]]), 'SHAPE', '[2,2]', '[[1,1]]'),
      misuse('negative', [floats([2])], (x: Floats) => ops.pad(x, [[-1, 0]]), 'ARGUMENT', '-1'),
    ],
  },
  {
    name: 'repeatInterleave',
    takes: 'any',
    samples: [
      sample(
        'first',
        [floats([2, 2])],
        (x: Floats) => ops.repeatInterleave(x, 3, 0),
        (x) => nd([6, 2], ([i, j]) => pick(x!, [Math.floor(i! / 3), j!])),
      ),
      sample(
        'last',
        [floats([2, 2])],
        (x: Floats) => ops.repeatInterleave(x, 2, -1),
        (x) => nd([2, 4], ([i, j]) => pick(x!, [i!, Math.floor(j! / 2)])),
      ),
      sample(
        'not once',
        [floats([2, 2])],
        (x: Floats) => ops.repeatInterleave(x, 0, 0),
        () => ({ shape: [0, 2], data: [] }),
      ),
    ],
    misuses: [
      misuse('negative', [floats([2])], (x: Floats) => ops.repeatInterleave(x, -1, 0), 'ARGUMENT', '-1'),
      misuse('a scalar', [floats([])], (x: Floats) => ops.repeatInterleave(x, 2, 0), 'SHAPE', 'scalar'),
    ],
  },
  {
    name: 'tile',
    takes: 'any',
    samples: [
      sample(
        'both axes',
        [floats([2, 3])],
        (x: Floats) => ops.tile(x, [2, 1]),
        (x) => nd([4, 3], ([i, j]) => pick(x!, [i! % 2, j!])),
      ),
      sample(
        'a new axis',
        [floats([2])],
        (x: Floats) => ops.tile(x, [2, 2]),
        (x) => nd([2, 4], ([, j]) => x!.data[j! % 2]!),
      ),
    ],
    misuses: [
      misuse('too few', [floats([2, 2])], (x: Floats) => ops.tile(x, [2]), 'SHAPE', '[2,2]', '[2]'),
      misuse('negative', [floats([2])], (x: Floats) => ops.tile(x, [-2]), 'ARGUMENT', '-2'),
    ],
  },
  {
    name: 'roll',
    takes: 'any',
    samples: [
      ...[1, -1, 5, 0].map((shift) =>
        sample(
          `by ${shift}`,
          [floats([2, 3])],
          (x: Floats) => ops.roll(x, shift, 1),
          (x) => nd([2, 3], ([i, j]) => pick(x!, [i!, (j! - shift + 9) % 3])),
        ),
      ),
      sample(
        'flattened',
        [floats([2, 2])],
        (x: Floats) => ops.roll(x, 1),
        (x) => ({ shape: [2, 2], data: [x!.data[3]!, ...x!.data.slice(0, 3)] }),
      ),
      sample(
        'empty',
        [floats([0, 2])],
        (x: Floats) => ops.roll(x, 1, 0),
        (x) => x!,
      ),
    ],
    misuses: [
      misuse('axis', [floats([2])], (x: Floats) => ops.roll(x, 1, 1), 'AXIS', 'axis 1'),
      misuse('fraction', [floats([2])], (x: Floats) => ops.roll(x, 0.5), 'ARGUMENT', '0.5'),
    ],
  },
  {
    name: 'unfold',
    takes: 'any',
    samples: [
      sample(
        'overlapping',
        [floats([5, 2])],
        (x: Floats) => ops.unfold(x, 0, 3),
        (x) => nd([3, 2, 3], ([w, j, k]) => pick(x!, [w! + k!, j!])),
      ),
      sample(
        'step and dilation',
        [floats([2, 7])],
        (x: Floats) => ops.unfold(x, 1, 2, { step: 2, dilation: 3 }),
        (x) => nd([2, 2, 2], ([i, w, k]) => pick(x!, [i!, 2 * w! + 3 * k!])),
      ),
    ],
    misuses: [
      misuse('too wide', [floats([2])], (x: Floats) => ops.unfold(x, 0, 3), 'SHAPE', '3', '[2]'),
      misuse('size 0', [floats([2])], (x: Floats) => ops.unfold(x, 0, 0), 'ARGUMENT', 'size'),
    ],
  },
  triangle('tril', ops.tril, (i, j) => j <= i),
  triangle('triu', ops.triu, (i, j) => j >= i),
  {
    name: 'oneHot',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        'three of four',
        [ints([3], [2, 0, 3])],
        (i: Tensor<'int32'>) => ops.oneHot(i, 4),
        (i) => nd([3, 4], ([r, c]) => +(i!.data[r!] === c)),
        'int32',
      ),
      sample(
        'as float32',
        [ints([], [1])],
        (i: Tensor<'int32'>) => ops.oneHot(i, 2, 'float32'),
        () => ({ shape: [2], data: [0, 1] }),
      ),
    ],
    misuses: [
      misuse(
        'out of range',
        [ints([2], [0, 4])],
        (i: Tensor<'int32'>) => ops.oneHot(i, 4),
        'INDEX',
        'index 4',
        'position 1',
        '0 to 3',
      ),
      misuse('no classes', [ints([1], [0])], (i: Tensor<'int32'>) => ops.oneHot(i, 0), 'ARGUMENT', 'classes'),
    ],
  },
  {
    name: 'bincount',
    takes: 'any',
    order: 0,
    samples: [
      sample(
        'some',
        [ints([5], [0, 2, 2, 3, 2])],
        (x: Tensor<'int32'>) => ops.bincount(x, 5),
        () => ({ shape: [5], data: [1, 0, 3, 1, 0] }),
        'int32',
      ),
      sample(
        'none',
        [ints([0], [])],
        (x: Tensor<'int32'>) => ops.bincount(x, 2),
        () => ({ shape: [2], data: [0, 0] }),
        'int32',
      ),
    ],
    misuses: [
      misuse(
        'out of range',
        [ints([2], [0, 2])],
        (x: Tensor<'int32'>) => ops.bincount(x, 2),
        'INDEX',
        'index 2',
        'position 1',
      ),
    ],
  },
];
