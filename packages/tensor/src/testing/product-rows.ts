import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { broadcastShape, nd, type NdArray, pick, pointwise } from './nd-array.ts';
import { floats, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;

const turned = (x: NdArray, turn: boolean | undefined): NdArray =>
  turn === true
    ? nd([...x.shape.slice(0, -2), x.shape.at(-1)!, x.shape.at(-2)!], (index) =>
        pick(
          x,
          [...index.slice(0, -2), index.at(-1)!, index.at(-2)!].map((at, i) => (x.shape[i] === 1 ? 0 : at)),
        ),
      )
    : x;

function product(a: NdArray, b: NdArray): NdArray {
  const left = a.shape.length === 1 ? { shape: [1, a.shape[0]!], data: a.data } : a;
  const right = b.shape.length === 1 ? { shape: [b.shape[0]!, 1], data: b.data } : b;
  const head = broadcastShape(left.shape.slice(0, -2), right.shape.slice(0, -2), []);
  const inner = left.shape.at(-1)!;
  const out = nd([...head, left.shape.at(-2)!, right.shape.at(-1)!], (index) => {
    const [items, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += pick(left, [...items, i, k]) * pick(right, [...items, k, j]);
    return sum;
  });
  const drop = [
    ...(a.shape.length === 1 ? [out.shape.length - 2] : []),
    ...(b.shape.length === 1 ? [out.shape.length - 1] : []),
  ];
  return { shape: out.shape.filter((_, axis) => !drop.includes(axis)), data: out.data };
}

const flags = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;
const flip = (shape: readonly number[], turn: boolean) =>
  turn ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;

/** Matrix products. */
export const productRows: readonly OpRow[] = [
  {
    name: 'matmul',
    takes: 'float',
    samples: [
      ...(
        [
          [
            [2, 3],
            [3, 4],
          ],
          [
            [3, 2, 3],
            [3, 4],
          ],
          [
            [2, 3],
            [2, 3, 2],
          ],
          [
            [2, 1, 2, 3],
            [3, 3, 2],
          ],
          [
            [2, 2, 1],
            [1, 1, 2],
          ],
          [
            [1, 1],
            [1, 1],
          ],
        ] as const
      ).flatMap(([a, b]) =>
        flags.map(([transposeA, transposeB]) =>
          sample(
            `[${a}] [${b}] ${transposeA ? 't' : 'n'}${transposeB ? 't' : 'n'}`,
            [floats(flip(a, transposeA)), floats(flip(b, transposeB))],
            (x: Floats, y: Floats) => ops.matmul(x, y, { transposeA, transposeB }),
            (x, y) => product(turned(x!, transposeA), turned(y!, transposeB)),
          ),
        ),
      ),
      ...(
        [
          [[3], [3, 2]],
          [[2, 3], [3]],
          [[3], [3]],
          [[2, 2, 3], [3]],
          [[3], [2, 3, 2]],
          [
            [0, 3],
            [3, 2],
          ],
          [
            [2, 0],
            [0, 2],
          ],
          [
            [2, 3],
            [3, 0],
          ],
          [
            [0, 2, 3],
            [3, 2],
          ],
          [
            [0, 2, 3],
            [0, 3, 2],
          ],
        ] as const
      ).map(([a, b]) =>
        sample(
          `[${a}] [${b}]`,
          [floats(a), floats(b)],
          (x: Floats, y: Floats) => ops.matmul(x, y),
          (x, y) => product(x!, y!),
        ),
      ),
      sample(
        'with itself',
        [floats([2, 2])],
        (x: Floats) => ops.matmul(x, x),
        (x) => product(x!, x!),
      ),
    ],
    misuses: [
      misuse(
        '[2,3] x [4,5]',
        [floats([2, 3]), floats([4, 5])],
        (x: Floats, y: Floats) => ops.matmul(x, y),
        'SHAPE',
        '[2,3]',
        '[4,5]',
        '3',
        '4',
      ),
      misuse(
        'transposed',
        [floats([2, 3]), floats([3, 4])],
        (x: Floats, y: Floats) => ops.matmul(x, y, { transposeA: true }),
        'SHAPE',
        'a transposed',
        '2',
        '3',
      ),
      misuse(
        'batches',
        [floats([2, 2, 3]), floats([3, 3, 2])],
        (x: Floats, y: Floats) => ops.matmul(x, y),
        'SHAPE',
        '[2]',
        '[3]',
      ),
      misuse(
        'scalars',
        [floats([]), floats([2, 2])],
        (x: Floats, y: Floats) => ops.matmul(x, y),
        'SHAPE',
        '[2,2]',
        'mul',
      ),
      misuse(
        'vector lengths',
        [floats([3]), floats([2])],
        (x: Floats, y: Floats) => ops.matmul(x, y),
        'SHAPE',
        '3',
        '2',
      ),
      misuse(
        'misspelt option',
        [floats([2, 2]), floats([2, 2])],
        (x: Floats, y: Floats) => ops.matmul(x, y, { transposeb: true } as never),
        'ARGUMENT_OPTION',
        'transposeB',
      ),
    ],
  },
  {
    name: 'linear',
    takes: 'float',
    samples: [
      ...([[2, 3], [3], [2, 2, 3], [0, 3], [1, 3]] as const).map((shape) =>
        sample(
          `[${shape}]`,
          [floats(shape), floats([4, 3]), floats([4])],
          (x: Floats, w: Floats, b: Floats) => ops.linear(x, w, b),
          (x, w, b) => pointwise((v, c) => v + c, product(x!, turned(w!, true)), b!),
        ),
      ),
      sample(
        'without bias',
        [floats([2, 3]), floats([1, 3])],
        (x: Floats, w: Floats) => ops.linear(x, w),
        (x, w) => product(x!, turned(w!, true)),
      ),
    ],
    misuses: [
      misuse(
        'features',
        [floats([2, 5]), floats([4, 3])],
        (x: Floats, w: Floats) => ops.linear(x, w),
        'SHAPE',
        '[4,3]',
        '[2,5]',
        '3',
      ),
      misuse(
        'bias',
        [floats([2, 3]), floats([4, 3]), floats([5])],
        (x: Floats, w: Floats, b: Floats) => ops.linear(x, w, b),
        'SHAPE',
        '[5]',
        '4',
      ),
      misuse(
        'a bias of size 1',
        [floats([2, 3]), floats([4, 3]), floats([3, 1, 4])],
        (x: Floats, w: Floats, b: Floats) => ops.linear(x, w, b),
        'SHAPE',
        '[3,1,4]',
      ),
      misuse(
        'int32 bias',
        [floats([2, 3]), floats([4, 3]), { shape: [4], dtype: 'int32', values: [1, 2, 3, 4] }],
        (x: Floats, w: Floats, b: Floats) => ops.linear(x, w, b),
        'DTYPE',
        'bias',
      ),
      misuse('weight rank', [floats([2, 3]), floats([3])], (x: Floats, w: Floats) => ops.linear(x, w), 'SHAPE', '[3]'),
    ],
  },
];
