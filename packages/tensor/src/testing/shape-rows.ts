import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { part } from './join-rows.ts';
import { nd, type NdArray, pick } from './nd-array.ts';
import { floats, ints, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;

const reshaped =
  (shape: readonly number[]) =>
  (x: NdArray): NdArray => ({ shape, data: x.data });
const permuted = (x: NdArray, axes: readonly number[]): NdArray =>
  nd(
    axes.map((axis) => x.shape[axis]!),
    (index) => {
      const own = axes.reduce<number[]>((all, axis, i) => ((all[axis] = index[i]!), all), []);
      return x.data[x.shape.reduce((place, size, i) => place * size + own[i]!, 0)]!;
    },
  );

/** Ops that move elements. */
export const shapeRows: readonly OpRow[] = [
  {
    name: 'broadcastTo',
    takes: 'any',
    samples: [
      ...(
        [
          [[3], [2, 3]],
          [
            [2, 1],
            [2, 4],
          ],
          [[], [2, 2]],
          [
            [1, 3, 1],
            [2, 3, 2],
          ],
          [[1], [0]],
          [
            [0, 1],
            [0, 3],
          ],
          [
            [2, 3],
            [2, 3],
          ],
        ] as const
      ).map(([from, to]) =>
        sample(
          `[${from}] to [${to}]`,
          [floats(from)],
          (x: Floats) => ops.broadcastTo(x, to),
          (x) => nd(to, (index) => pick(x!, index)),
        ),
      ),
      sample(
        'int32',
        [ints([2], [4, 5])],
        (x: Tensor) => ops.broadcastTo(x, [2, 2]),
        () => ({ shape: [2, 2], data: [4, 5, 4, 5] }),
        'int32',
      ),
    ],
    misuses: [
      misuse('too small', [floats([2, 3])], (x: Floats) => ops.broadcastTo(x, [3]), 'SHAPE', '[2,3]', '[3]'),
      misuse('other size', [floats([2])], (x: Floats) => ops.broadcastTo(x, [3]), 'SHAPE', '[2]', '[3]'),
    ],
  },
  {
    name: 'permute',
    takes: 'any',
    samples: [
      sample(
        '[2,0,1]',
        [floats([2, 3, 4])],
        (x: Floats) => ops.permute(x, [2, 0, 1]),
        (x) => permuted(x!, [2, 0, 1]),
      ),
      sample(
        'negative',
        [floats([2, 3])],
        (x: Floats) => ops.permute(x, [-1, 0]),
        (x) => permuted(x!, [1, 0]),
      ),
      sample(
        'size 1',
        [floats([1, 3, 1])],
        (x: Floats) => ops.permute(x, [1, 2, 0]),
        (x) => permuted(x!, [1, 2, 0]),
      ),
      sample(
        'empty',
        [floats([2, 0])],
        (x: Floats) => ops.permute(x, [1, 0]),
        () => ({ shape: [0, 2], data: [] }),
      ),
      sample(
        'scalar',
        [floats([])],
        (x: Floats) => ops.permute(x, []),
        (x) => x!,
      ),
      sample(
        'seven axes',
        [floats([2, 1, 2, 1, 2, 2, 1])],
        (x: Floats) => ops.permute(x, [6, 5, 4, 3, 2, 1, 0]),
        (x) => permuted(x!, [6, 5, 4, 3, 2, 1, 0]),
      ),
    ],
    misuses: [
      misuse('twice', [floats([2, 3])], (x: Floats) => ops.permute(x, [0, 0]), 'AXIS', '[0,0]', '2 axes'),
      misuse('too few', [floats([2, 3])], (x: Floats) => ops.permute(x, [0]), 'AXIS', '2 axes'),
      misuse('out of range', [floats([2, 3])], (x: Floats) => ops.permute(x, [0, 2]), 'AXIS', 'axis 2', 'rank 2'),
    ],
  },
  {
    name: 'transpose',
    takes: 'any',
    samples: [
      sample(
        'last two',
        [floats([2, 3, 4])],
        (x: Floats) => ops.transpose(x),
        (x) => permuted(x!, [0, 2, 1]),
      ),
      sample(
        'named',
        [floats([2, 3, 4])],
        (x: Floats) => ops.transpose(x, 0, 2),
        (x) => permuted(x!, [2, 1, 0]),
      ),
    ],
    misuses: [misuse('a vector', [floats([2])], (x: Floats) => ops.transpose(x), 'AXIS', 'axis -2', 'rank 1')],
  },
  {
    name: 'reshape',
    takes: 'any',
    samples: [
      sample(
        '[3,2]',
        [floats([2, 3])],
        (x: Floats) => ops.reshape(x, [3, 2]),
        (x) => reshaped([3, 2])(x!),
      ),
      sample(
        'open',
        [floats([2, 3])],
        (x: Floats) => ops.reshape(x, [-1, 1]),
        (x) => reshaped([6, 1])(x!),
      ),
      sample(
        'scalar',
        [floats([1, 1])],
        (x: Floats) => ops.reshape(x, []),
        (x) => reshaped([])(x!),
      ),
      sample(
        'empty',
        [floats([0, 3])],
        (x: Floats) => ops.reshape(x, [3, 0]),
        () => ({ shape: [3, 0], data: [] }),
      ),
      sample(
        'empty, open',
        [floats([0, 3])],
        (x: Floats) => ops.reshape(x, [-1, 3]),
        () => ({ shape: [0, 3], data: [] }),
      ),
    ],
    misuses: [
      misuse('12 to [5,-1]', [floats([12])], (x: Floats) => ops.reshape(x, [5, -1]), 'SHAPE', '12', '[5,-1]'),
      misuse('two open', [floats([12])], (x: Floats) => ops.reshape(x, [-1, -1]), 'SHAPE', '12', '[-1,-1]'),
      misuse('other count', [floats([2, 3])], (x: Floats) => ops.reshape(x, [4]), 'SHAPE', '6', '[4]'),
      misuse('two negative ones', [floats([6])], (x: Floats) => ops.reshape(x, [-2, -3]), 'SHAPE', '-2'),
      misuse('no array', [floats([6])], (x: Floats) => ops.reshape(x, 6 as never), 'ARGUMENT_TYPE', 'shape'),
    ],
  },
  {
    name: 'squeeze',
    takes: 'any',
    samples: [
      sample(
        'all',
        [floats([1, 2, 1])],
        (x: Floats) => ops.squeeze(x),
        (x) => reshaped([2])(x!),
      ),
      sample(
        'one',
        [floats([1, 2, 1])],
        (x: Floats) => ops.squeeze(x, -1),
        (x) => reshaped([1, 2])(x!),
      ),
    ],
    misuses: [misuse('size 2', [floats([1, 2])], (x: Floats) => ops.squeeze(x, 1), 'SHAPE', '[1,2]', 'axis 1')],
  },
  {
    name: 'unsqueeze',
    takes: 'any',
    samples: [
      sample(
        'front',
        [floats([2])],
        (x: Floats) => ops.unsqueeze(x, 0),
        (x) => reshaped([1, 2])(x!),
      ),
      sample(
        'back',
        [floats([2])],
        (x: Floats) => ops.unsqueeze(x, -1),
        (x) => reshaped([2, 1])(x!),
      ),
    ],
    misuses: [misuse('axis', [floats([2])], (x: Floats) => ops.unsqueeze(x, 2), 'AXIS', 'axis 2', 'rank 2')],
  },
  {
    name: 'flatten',
    takes: 'any',
    samples: [
      sample(
        'all',
        [floats([2, 3])],
        (x: Floats) => ops.flatten(x),
        (x) => reshaped([6])(x!),
      ),
      sample(
        'last two',
        [floats([2, 3, 2])],
        (x: Floats) => ops.flatten(x, 1),
        (x) => reshaped([2, 6])(x!),
      ),
      sample(
        'scalar',
        [floats([])],
        (x: Floats) => ops.flatten(x),
        (x) => reshaped([1])(x!),
      ),
    ],
    misuses: [misuse('axis', [floats([2])], (x: Floats) => ops.flatten(x, 1), 'AXIS', 'axis 1', 'rank 1')],
  },
  {
    name: 'slice',
    takes: 'any',
    samples: [
      ...(
        [
          [1, 3, 1],
          [-2, undefined, 1],
          [undefined, undefined, 2],
          [undefined, undefined, -1],
          [3, 0, -2],
          [-100, 100, 3],
          [4, 2, 1],
          [2, 2, 1],
        ] as const
      ).map(([start, end, step]) =>
        sample(
          `${start}:${end}:${step}`,
          [floats([2, 5])],
          (x: Floats) => ops.slice(x, 1, start, end, step),
          (x) => {
            const places = python(5, start, end, step);
            return nd([2, places.length], ([i, j]) => pick(x!, [i!, places[j!]!]));
          },
        ),
      ),
      sample(
        'first axis',
        [floats([4, 2])],
        (x: Floats) => ops.slice(x, 0, 1, 3),
        (x) => part(x!, 0, 1, 2),
      ),
      sample(
        'empty',
        [floats([0, 2])],
        (x: Floats) => ops.slice(x, 0),
        () => ({ shape: [0, 2], data: [] }),
      ),
    ],
    misuses: [
      misuse('step 0', [floats([2])], (x: Floats) => ops.slice(x, 0, 0, 2, 0), 'ARGUMENT', 'step'),
      misuse('a scalar', [floats([])], (x: Floats) => ops.slice(x, 0), 'SHAPE', 'scalar'),
      misuse('fraction', [floats([2])], (x: Floats) => ops.slice(x, 0, 0.5), 'ARGUMENT', '0.5'),
    ],
  },
  {
    name: 'flip',
    takes: 'any',
    samples: [
      sample(
        'one',
        [floats([2, 3])],
        (x: Floats) => ops.flip(x, 1),
        (x) => nd([2, 3], ([i, j]) => pick(x!, [i!, 2 - j!])),
      ),
      sample(
        'both',
        [floats([2, 3])],
        (x: Floats) => ops.flip(x, [0, -1]),
        (x) => nd([2, 3], ([i, j]) => pick(x!, [1 - i!, 2 - j!])),
      ),
      sample(
        'all by default',
        [floats([2, 3])],
        (x: Floats) => ops.flip(x),
        (x) => nd([2, 3], ([i, j]) => pick(x!, [1 - i!, 2 - j!])),
      ),
      sample(
        'empty',
        [floats([0, 3])],
        (x: Floats) => ops.flip(x, 0),
        () => ({ shape: [0, 3], data: [] }),
      ),
    ],
    misuses: [
      misuse('axis', [floats([2])], (x: Floats) => ops.flip(x, 1), 'AXIS', 'axis 1', 'rank 1'),
      misuse('twice', [floats([2, 2])], (x: Floats) => ops.flip(x, [0, 0]), 'AXIS', 'twice'),
    ],
  },
];
/** The positions of a Python slice, one by one. */
function python(size: number, start: number | undefined, end: number | undefined, step: number): number[] {
  const from = (at: number) => (at < 0 ? at + size : at);
  const first = start === undefined ? (step > 0 ? 0 : size - 1) : from(start);
  const last = end === undefined ? (step > 0 ? size : -1) : from(end);
  const places: number[] = [];
  const begin = step > 0 ? Math.max(first, 0) : Math.min(first, size - 1);
  for (let at = begin; step > 0 ? at < Math.min(last, size) : at > Math.max(last, -1); at += step) places.push(at);
  return places;
}
