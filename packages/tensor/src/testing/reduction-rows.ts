import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { nd, type NdArray, pick, reduceAxes } from './nd-array.ts';
import { bools, floats, ints, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;
type Reduce = (x: Floats, axes?: number | readonly number[], options?: { keepDims?: boolean }) => Floats;

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const axesOf = (rank: number, axes: number | readonly number[] | undefined): number[] =>
  (axes === undefined || rank === 0 ? Array.from({ length: rank }, (_, axis) => axis) : [axes].flat()).map((axis) =>
    axis < 0 ? axis + rank : axis,
  );

const reductionCases = [
  [[2, 3], undefined, false],
  [[2, 3], undefined, true],
  [[2, 3], 0, false],
  [[2, 3], 1, true],
  [[2, 3, 4], [0, 1], false],
  [[2, 3, 4], [0, 2], true],
  [[2, 3, 4], -2, false],
  [[2, 3], [], false],
  [[], undefined, false],
  [[], 0, false],
  [[], -1, true],
  [[1, 1], 0, false],
  [[0, 3], 1, false],
  [[2, 0], 0, false],
] as const;

function reduction(name: 'sum' | 'mean', f: (values: number[]) => number, empty: boolean): OpRow {
  const op = { sum: ops.sum, mean: ops.mean }[name] as Reduce;
  return {
    name,
    takes: 'float',
    samples: [
      ...reductionCases.map(([shape, axes, keepDims]) =>
        sample(
          `[${shape}] over ${String(axes)}`,
          [floats(shape)],
          (x: Floats) => op(x, axes, { keepDims }),
          (x) => reduceAxes(x!, axesOf(shape.length, axes), keepDims, f),
        ),
      ),
      ...(empty
        ? [
            sample(
              'nothing',
              [floats([2, 0])],
              (x: Floats) => op(x, 1),
              () => ({ shape: [2], data: [0, 0] }),
            ),
          ]
        : []),
    ],
    misuses: [
      misuse('axis', [floats([2, 3])], (x: Floats) => op(x, 2), 'AXIS', name, 'axis 2', 'rank 2'),
      misuse('axis twice', [floats([2, 3])], (x: Floats) => op(x, [0, -2]), 'AXIS', name, 'twice', 'rank 2'),
    ],
  };
}

function alongAxis(name: 'softmax' | 'logSoftmax', last: (logShare: number) => number): OpRow {
  const op = { softmax: ops.softmax, logSoftmax: ops.logSoftmax }[name];
  const share = (x: NdArray, axis: number): NdArray =>
    nd(x.shape, (index) => {
      const row = Array.from({ length: x.shape[axis] ?? 1 }, (_, k) =>
        pick(
          x,
          index.map((at, i) => (i === axis ? k : at)),
        ),
      );
      const top = Math.max(...row);
      return last(pick(x, index) - top - Math.log(total(row.map((value) => Math.exp(value - top)))));
    });
  return {
    name,
    takes: 'float',
    samples: [
      ...(
        [
          [[2, 4], 1],
          [[2, 3, 2], 1],
          [[3, 2], 0],
          [[5], 0],
          [[2, 1], 1],
          [[0, 3], 1],
          [[2, 0], 1],
        ] as const
      ).map(([shape, axis]) =>
        sample(
          `[${shape}] along ${axis}`,
          [floats(shape)],
          (x: Floats) => op(x, axis),
          (x) => share(x!, axis),
        ),
      ),
      sample(
        'default axis',
        [floats([2, 3])],
        (x: Floats) => op(x),
        (x) => share(x!, 1),
      ),
      sample(
        'scalar',
        [floats([])],
        (x: Floats) => op(x),
        () => ({ shape: [], data: [last(0)] }),
      ),
      sample(
        'far from 0',
        [{ shape: [2, 3], values: [998, 1000.5, 1002, -1e4, 999, 1e4] }],
        (x: Floats) => op(x),
        (x) => share(x!, 1),
      ),
    ],
    misuses: [misuse('axis', [floats([2, 3])], (x: Floats) => op(x, 2), 'AXIS', name, 'axis 2', 'rank 2')],
  };
}

const rows = (x: NdArray, index: NdArray): NdArray =>
  nd(
    [...index.shape, ...x.shape.slice(1)],
    (at) =>
      x.data[
        x.shape.reduce(
          (place, size, i) =>
            place * size +
            (i === 0
              ? index.data[index.shape.reduce((p, n, j) => p * n + at[j]!, 0)]!
              : at[index.shape.length + i - 1]!),
          0,
        )
      ]!,
  );

/** Ops that reduce, normalize or look up. */
export const reductionRows: readonly OpRow[] = [
  reduction('sum', total, true),
  reduction('mean', (values) => total(values) / values.length, false),
  alongAxis('softmax', Math.exp),
  alongAxis('logSoftmax', (logShare) => logShare),
  {
    name: 'indexSelect',
    takes: 'any',
    samples: [
      sample(
        'rows',
        [floats([4, 3]), ints([3], [2, 0, 2])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        (x, i) => rows(x!, i!),
      ),
      sample(
        'a matrix of indices',
        [floats([4, 2]), ints([2, 2], [3, 3, 3, 0])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        (x, i) => rows(x!, i!),
      ),
      sample(
        'a vector',
        [floats([4]), ints([2], [1, 1])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        (x, i) => rows(x!, i!),
      ),
      sample(
        'a scalar index',
        [floats([4, 2]), ints([], [3])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        (x, i) => rows(x!, i!),
      ),
      sample(
        'no index',
        [floats([4, 2]), ints([0], [])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        () => ({ shape: [0, 2], data: [] }),
      ),
      sample(
        'bool',
        [bools([2, 2], [1, 0, 0, 1]), ints([1], [1])],
        (x: Tensor, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        (x, i) => rows(x!, i!),
        'bool',
      ),
    ],
    misuses: [
      misuse(
        'too large',
        [floats([4, 2]), ints([3], [0, 1, 4])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        'INDEX',
        'index 4',
        'position 2',
        '0 to 3',
      ),
      misuse(
        'negative',
        [floats([4, 2]), ints([2], [0, -1])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        'INDEX',
        'index -1',
        'position 1',
      ),
      misuse(
        'an empty table',
        [floats([0, 2]), ints([1], [0])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        'INDEX',
        'index 0',
      ),
      misuse(
        'float index',
        [floats([4, 2]), floats([2])],
        (x: Floats, i: never) => ops.indexSelect(x, i),
        'DTYPE',
        'index',
        'int32',
        'float32',
      ),
      misuse(
        'a scalar table',
        [floats([]), ints([1], [0])],
        (x: Floats, i: Tensor<'int32'>) => ops.indexSelect(x, i),
        'SHAPE',
        'scalar',
      ),
    ],
  },
  {
    name: 'takeAlongAxis',
    takes: 'any',
    samples: [
      sample(
        'last',
        [floats([2, 3]), ints([2, 4], [0, 2, 2, 1, 1, 1, 0, 0])],
        (x: Floats, i: Tensor<'int32'>) => ops.takeAlongAxis(x, i),
        (x, i) => nd([2, 4], ([r, c]) => pick(x!, [r!, pick(i!, [r!, c!])])),
      ),
      sample(
        'first',
        [floats([3, 2]), ints([1, 2], [2, 0])],
        (x: Floats, i: Tensor<'int32'>) => ops.takeAlongAxis(x, i, 0),
        (x, i) => nd([1, 2], ([r, c]) => pick(x!, [pick(i!, [r!, c!]), c!])),
      ),
      sample(
        'no index',
        [floats([2, 3]), ints([2, 0], [])],
        (x: Floats, i: Tensor<'int32'>) => ops.takeAlongAxis(x, i),
        () => ({ shape: [2, 0], data: [] }),
      ),
      sample(
        'a scalar',
        [floats([]), ints([], [0])],
        (x: Floats, i: Tensor<'int32'>) => ops.takeAlongAxis(x, i),
        (x) => x!,
      ),
      sample(
        'a vector',
        [floats([3]), ints([2], [2, 2])],
        (x: Floats, i: Tensor<'int32'>) => ops.takeAlongAxis(x, i),
        (x, i) => nd([2], ([c]) => x!.data[i!.data[c!]!]!),
      ),
    ],
    misuses: [
      misuse(
        'too large',
        [floats([2, 3]), ints([2, 1], [0, 3])],
        (x: Floats, i: Tensor<'int32'>) => ops.takeAlongAxis(x, i),
        'INDEX',
        'index 3',
        'position 1',
        '0 to 2',
      ),
      misuse(
        'shapes',
        [floats([2, 3]), ints([3, 1], [0, 1, 2])],
        (x: Floats, i: Tensor<'int32'>) => ops.takeAlongAxis(x, i),
        'SHAPE',
        '[2,3]',
        '[3,1]',
      ),
      misuse(
        'a matrix by a scalar',
        [floats([2, 3]), ints([], [0])],
        (x: Floats, i: Tensor<'int32'>) => ops.takeAlongAxis(x, i),
        'SHAPE',
        '[2,3]',
        '[]',
      ),
    ],
  },
];
