import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { nd, type NdArray, pick } from './nd-array.ts';
import { floats, ints, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;

/** Elements `from` to `from + size` along an axis. */
const part = (x: NdArray, axis: number, from: number, size: number): NdArray =>
  nd(x.shape.map((n, i) => (i === axis ? size : n)), (index) => pick(x, index.map((at, i) => (i === axis && x.shape[i] !== 1 ? at + from : at))));

const join = (parts: readonly NdArray[], axis: number): NdArray =>
  nd(parts[0]!.shape.map((n, i) => (i === axis ? parts.reduce((sum, { shape }) => sum + shape[axis]!, 0) : n)), (index) => {
    let at = index[axis]!;
    const one = parts.find(({ shape }) => at < shape[axis]! || ((at -= shape[axis]!), false))!;
    return one.data[one.shape.reduce((place, size, i) => place * size + (i === axis ? at : index[i]!), 0)]!;
  });

const reshaped = (shape: readonly number[]) => (x: NdArray): NdArray => ({ shape, data: x.data });
const permuted = (x: NdArray, axes: readonly number[]): NdArray =>
  nd(axes.map((axis) => x.shape[axis]!), (index) => {
    const own = axes.reduce<number[]>((all, axis, i) => ((all[axis] = index[i]!), all), []);
    return x.data[x.shape.reduce((place, size, i) => place * size + own[i]!, 0)]!;
  });

/** Ops that move elements. */
export const shapeRows: readonly OpRow[] = [
  {
    name: 'broadcastTo',
    takes: 'any',
    samples: [
      ...([[[3], [2, 3]], [[2, 1], [2, 4]], [[], [2, 2]], [[1, 3, 1], [2, 3, 2]], [[1], [0]], [[0, 1], [0, 3]], [[2, 3], [2, 3]]] as const).map(([from, to]) =>
        sample(`[${from}] to [${to}]`, [floats(from)], (x: Floats) => ops.broadcastTo(x, to), (x) => nd(to, (index) => pick(x!, index)))),
      sample('int32', [ints([2], [4, 5])], (x: Tensor) => ops.broadcastTo(x, [2, 2]), () => ({ shape: [2, 2], data: [4, 5, 4, 5] }), 'int32'),
    ],
    misuses: [
      misuse('too small', [floats([2, 3])], (x: Floats) => ops.broadcastTo(x, [3]), 'SHAPE', '[2,3]', '[3]'),
      misuse('other size', [floats([2])], (x: Floats) => ops.broadcastTo(x, [3]), 'SHAPE', '[2]', '[3]'),
    ],
  },
  {
    name: 'concat',
    takes: 'any',
    samples: [
      sample('last axis', [floats([2, 1]), floats([2, 3])], (a: Floats, b: Floats) => ops.concat([a, b]), (a, b) => join([a!, b!], 1)),
      sample('first axis', [floats([2, 2]), floats([1, 2]), floats([3, 2])], (a: Floats, b: Floats, c: Floats) => ops.concat([a, b, c], 0), (a, b, c) => join([a!, b!, c!], 0)),
      sample('middle axis', [floats([2, 1, 2]), floats([2, 2, 2])], (a: Floats, b: Floats) => ops.concat([a, b], 1), (a, b) => join([a!, b!], 1)),
      sample('with an empty one', [floats([2, 0]), floats([2, 2])], (a: Floats, b: Floats) => ops.concat([a, b]), (a, b) => join([a!, b!], 1)),
      sample('only empty ones', [floats([0, 2]), floats([0, 2])], (a: Floats, b: Floats) => ops.concat([a, b], 0), (a, b) => join([a!, b!], 0)),
      sample('one', [floats([2])], (a: Floats) => ops.concat([a]), (a) => a!),
      sample('the same twice', [floats([2])], (a: Floats) => ops.concat([a, a]), (a) => join([a!, a!], 0)),
      sample('int32', [ints([1], [4]), ints([2], [5, 6])], (a: Tensor, b: Tensor) => ops.concat([a, b]), (a, b) => join([a!, b!], 0), 'int32'),
    ],
    misuses: [
      misuse('other sizes', [floats([2, 3]), floats([3, 3])], (a: Floats, b: Floats) => ops.concat([a, b]), 'SHAPE', '[2,3]', '[3,3]', 'tensors[1]'),
      misuse('mixed dtypes', [floats([2]), ints([2], [1, 2])], (a: Floats, b: Floats) => ops.concat([a, b]), 'DTYPE', 'tensors[1]', 'int32'),
      misuse('none', [], () => ops.concat([]), 'ARGUMENT', 'at least one'),
      misuse('scalars', [floats([])], (a: Floats) => ops.concat([a]), 'SHAPE', 'stack'),
      misuse('axis', [floats([2])], (a: Floats) => ops.concat([a], 1), 'AXIS', 'axis 1', 'rank 1'),
    ],
  },
  {
    name: 'split',
    takes: 'any',
    samples: [
      sample('three equal', [floats([2, 6])], (x: Floats) => ops.split(x, 3), (x) => [0, 2, 4].map((from) => part(x!, 1, from, 2))),
      sample('sizes', [floats([2, 5])], (x: Floats) => ops.split(x, [1, 0, 4]), (x) => [part(x!, 1, 0, 1), part(x!, 1, 1, 0), part(x!, 1, 1, 4)]),
      sample('first axis', [floats([4, 3])], (x: Floats) => ops.split(x, [3, 1], 0), (x) => [part(x!, 0, 0, 3), part(x!, 0, 3, 1)]),
      sample('middle axis', [floats([2, 4, 2])], (x: Floats) => ops.split(x, 2, 1), (x) => [part(x!, 1, 0, 2), part(x!, 1, 2, 2)]),
      sample('one part unused', [floats([4])], (x: Floats) => ops.split(x, 2)[1]!, (x) => part(x!, 0, 2, 2)),
      sample('no rows', [floats([0, 4])], (x: Floats) => ops.split(x, 2), (x) => [part(x!, 1, 0, 2), part(x!, 1, 2, 2)]),
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
      sample('scalars', [floats([]), floats([])], (a: Floats, b: Floats) => ops.stack([a, b]), (a, b) => ({ shape: [2], data: [...a!.data, ...b!.data] })),
      sample('first', [floats([2, 2]), floats([2, 2])], (a: Floats, b: Floats) => ops.stack([a, b]), (a, b) => nd([2, 2, 2], ([i, ...rest]) => pick(i === 0 ? a! : b!, rest))),
      sample('last', [floats([2]), floats([2]), floats([2])], (a: Floats, b: Floats, c: Floats) => ops.stack([a, b, c], -1), (...x) => nd([2, 3], ([i, j]) => x[j!]!.data[i!]!)),
      sample('empty', [floats([0]), floats([0])], (a: Floats, b: Floats) => ops.stack([a, b]), () => ({ shape: [2, 0], data: [] })),
    ],
    misuses: [
      misuse('other shapes', [floats([2]), floats([3])], (a: Floats, b: Floats) => ops.stack([a, b]), 'SHAPE', '[2]', '[3]', 'tensors[1]'),
      misuse('axis', [floats([2])], (a: Floats) => ops.stack([a], 2), 'AXIS', 'axis 2', 'rank 2'),
      misuse('none', [], () => ops.stack([]), 'ARGUMENT', 'at least one'),
    ],
  },
  {
    name: 'unstack',
    takes: 'any',
    samples: [
      sample('first', [floats([3, 2])], (x: Floats) => ops.unstack(x), (x) => [0, 1, 2].map((i) => nd([2], ([j]) => pick(x!, [i, j!])))),
      sample('last', [floats([3, 2])], (x: Floats) => ops.unstack(x, -1), (x) => [0, 1].map((j) => nd([3], ([i]) => pick(x!, [i!, j])))),
      sample('vector', [floats([2])], (x: Floats) => ops.unstack(x), (x) => x!.data.map((value) => ({ shape: [], data: [value] }))),
      sample('one used', [floats([3, 2])], (x: Floats) => ops.unstack(x)[1]!, (x) => nd([2], ([j]) => pick(x!, [1, j!]))),
      sample('empty', [floats([0, 2])], (x: Floats) => ops.unstack(x), () => []),
    ],
    misuses: [misuse('a scalar', [floats([])], (x: Floats) => ops.unstack(x), 'SHAPE', 'scalar')],
  },
  {
    name: 'permute',
    takes: 'any',
    samples: [
      sample('[2,0,1]', [floats([2, 3, 4])], (x: Floats) => ops.permute(x, [2, 0, 1]), (x) => permuted(x!, [2, 0, 1])),
      sample('negative', [floats([2, 3])], (x: Floats) => ops.permute(x, [-1, 0]), (x) => permuted(x!, [1, 0])),
      sample('size 1', [floats([1, 3, 1])], (x: Floats) => ops.permute(x, [1, 2, 0]), (x) => permuted(x!, [1, 2, 0])),
      sample('empty', [floats([2, 0])], (x: Floats) => ops.permute(x, [1, 0]), () => ({ shape: [0, 2], data: [] })),
      sample('scalar', [floats([])], (x: Floats) => ops.permute(x, []), (x) => x!),
      sample('seven axes', [floats([2, 1, 2, 1, 2, 2, 1])], (x: Floats) => ops.permute(x, [6, 5, 4, 3, 2, 1, 0]), (x) => permuted(x!, [6, 5, 4, 3, 2, 1, 0])),
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
      sample('last two', [floats([2, 3, 4])], (x: Floats) => ops.transpose(x), (x) => permuted(x!, [0, 2, 1])),
      sample('named', [floats([2, 3, 4])], (x: Floats) => ops.transpose(x, 0, 2), (x) => permuted(x!, [2, 1, 0])),
    ],
    misuses: [misuse('a vector', [floats([2])], (x: Floats) => ops.transpose(x), 'AXIS', 'axis -2', 'rank 1')],
  },
  {
    name: 'reshape',
    takes: 'any',
    samples: [
      sample('[3,2]', [floats([2, 3])], (x: Floats) => ops.reshape(x, [3, 2]), (x) => reshaped([3, 2])(x!)),
      sample('open', [floats([2, 3])], (x: Floats) => ops.reshape(x, [-1, 1]), (x) => reshaped([6, 1])(x!)),
      sample('scalar', [floats([1, 1])], (x: Floats) => ops.reshape(x, []), (x) => reshaped([])(x!)),
      sample('empty', [floats([0, 3])], (x: Floats) => ops.reshape(x, [3, 0]), () => ({ shape: [3, 0], data: [] })),
      sample('empty, open', [floats([0, 3])], (x: Floats) => ops.reshape(x, [-1, 3]), () => ({ shape: [0, 3], data: [] })),
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
      sample('all', [floats([1, 2, 1])], (x: Floats) => ops.squeeze(x), (x) => reshaped([2])(x!)),
      sample('one', [floats([1, 2, 1])], (x: Floats) => ops.squeeze(x, -1), (x) => reshaped([1, 2])(x!)),
    ],
    misuses: [misuse('size 2', [floats([1, 2])], (x: Floats) => ops.squeeze(x, 1), 'SHAPE', '[1,2]', 'axis 1')],
  },
  {
    name: 'unsqueeze',
    takes: 'any',
    samples: [
      sample('front', [floats([2])], (x: Floats) => ops.unsqueeze(x, 0), (x) => reshaped([1, 2])(x!)),
      sample('back', [floats([2])], (x: Floats) => ops.unsqueeze(x, -1), (x) => reshaped([2, 1])(x!)),
    ],
    misuses: [misuse('axis', [floats([2])], (x: Floats) => ops.unsqueeze(x, 2), 'AXIS', 'axis 2', 'rank 2')],
  },
  {
    name: 'flatten',
    takes: 'any',
    samples: [
      sample('all', [floats([2, 3])], (x: Floats) => ops.flatten(x), (x) => reshaped([6])(x!)),
      sample('last two', [floats([2, 3, 2])], (x: Floats) => ops.flatten(x, 1), (x) => reshaped([2, 6])(x!)),
      sample('scalar', [floats([])], (x: Floats) => ops.flatten(x), (x) => reshaped([1])(x!)),
    ],
    misuses: [misuse('axis', [floats([2])], (x: Floats) => ops.flatten(x, 1), 'AXIS', 'axis 1', 'rank 1')],
  },
  {
    name: 'slice',
    takes: 'any',
    samples: [
      ...([[1, 3, 1], [-2, undefined, 1], [undefined, undefined, 2], [undefined, undefined, -1], [3, 0, -2], [-100, 100, 3], [4, 2, 1], [2, 2, 1]] as const).map(([start, end, step]) =>
        sample(`${start}:${end}:${step}`, [floats([2, 5])], (x: Floats) => ops.slice(x, 1, start, end, step), (x) => {
          const places = python(5, start, end, step);
          return nd([2, places.length], ([i, j]) => pick(x!, [i!, places[j!]!]));
        })),
      sample('first axis', [floats([4, 2])], (x: Floats) => ops.slice(x, 0, 1, 3), (x) => part(x!, 0, 1, 2)),
      sample('empty', [floats([0, 2])], (x: Floats) => ops.slice(x, 0), () => ({ shape: [0, 2], data: [] })),
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
      sample('one', [floats([2, 3])], (x: Floats) => ops.flip(x, 1), (x) => nd([2, 3], ([i, j]) => pick(x!, [i!, 2 - j!]))),
      sample('both', [floats([2, 3])], (x: Floats) => ops.flip(x, [0, -1]), (x) => nd([2, 3], ([i, j]) => pick(x!, [1 - i!, 2 - j!]))),
      sample('all by default', [floats([2, 3])], (x: Floats) => ops.flip(x), (x) => nd([2, 3], ([i, j]) => pick(x!, [1 - i!, 2 - j!]))),
      sample('empty', [floats([0, 3])], (x: Floats) => ops.flip(x, 0), () => ({ shape: [0, 3], data: [] })),
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
