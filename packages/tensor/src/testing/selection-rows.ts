import * as ops from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { nd, type NdArray, pick } from './nd-array.ts';
import { floats, ints, misuse, type OpRow, sample } from './op-row.ts';

type Floats = Tensor<'float32'>;
type Ints = Tensor<'int32'>;

const added = (x: NdArray, axis: number, terms: (at: number, index: readonly number[]) => number): NdArray =>
  nd(x.shape, (index) => pick(x, index) + terms(index[axis]!, index));
const letters = (f: (i: number, j: number) => number, rows: number, cols: number) =>
  nd([rows, cols], ([i, j]) => f(i!, j!));
const range = (n: number) => Array.from({ length: n }, (_, k) => k);
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Ops that look up and add by index, and einsum. */
export const selectionRows: readonly OpRow[] = [
  {
    name: 'gather',
    takes: 'any',
    samples: [
      sample(
        'last',
        [floats([2, 3]), ints([2, 2], [0, 2, 1, 1])],
        (x: Floats, i: Ints) => ops.gather(x, i),
        (x, i) => nd([2, 2], ([r, c]) => pick(x!, [r!, pick(i!, [r!, c!])])),
      ),
    ],
    misuses: [
      misuse(
        'out of range',
        [floats([2, 3]), ints([2, 1], [0, -1])],
        (x: Floats, i: Ints) => ops.gather(x, i),
        'INDEX',
        'index -1',
        'position 1',
        '0 to 2',
      ),
    ],
  },
  {
    name: 'indexAdd',
    takes: 'float',
    samples: [
      sample(
        'rows',
        [floats([3, 2]), ints([4], [2, 0, 2, 2]), floats([4, 2])],
        (x: Floats, i: Ints, s: Floats) => ops.indexAdd(x, i, s),
        (x, i, s) =>
          added(x!, 0, (at, [, j]) => total(range(4).map((k) => (i!.data[k] === at ? pick(s!, [k, j!]) : 0)))),
      ),
      sample(
        'columns',
        [floats([2, 3]), ints([2], [1, 1]), floats([2, 2])],
        (x: Floats, i: Ints, s: Floats) => ops.indexAdd(x, i, s, 1),
        (x, i, s) => added(x!, 1, (at, [r]) => total(range(2).map((k) => (i!.data[k] === at ? pick(s!, [r!, k]) : 0)))),
      ),
    ],
    misuses: [
      misuse(
        'out of range',
        [floats([2, 2]), ints([1], [2]), floats([1, 2])],
        (x: Floats, i: Ints, s: Floats) => ops.indexAdd(x, i, s),
        'INDEX',
        'index 2',
        'position 0',
      ),
      misuse(
        'shapes',
        [floats([2, 2]), ints([1], [0]), floats([2, 2])],
        (x: Floats, i: Ints, s: Floats) => ops.indexAdd(x, i, s),
        'SHAPE',
        '[1,2]',
        '[2,2]',
      ),
    ],
  },
  {
    name: 'scatterAdd',
    takes: 'float',
    samples: [
      sample(
        'last',
        [floats([2, 3]), ints([2, 4], [0, 2, 2, 1, 1, 1, 0, 0]), floats([2, 4])],
        (x: Floats, i: Ints, s: Floats) => ops.scatterAdd(x, i, s),
        (x, i, s) =>
          added(x!, 1, (at, [r]) => total(range(4).map((k) => (pick(i!, [r!, k]) === at ? pick(s!, [r!, k]) : 0)))),
      ),
      sample(
        'first',
        [floats([3, 2]), ints([1, 2], [2, 0]), floats([1, 2])],
        (x: Floats, i: Ints, s: Floats) => ops.scatterAdd(x, i, s, 0),
        (x, i, s) => added(x!, 0, (at, [, c]) => (i!.data[c!] === at ? s!.data[c!]! : 0)),
      ),
    ],
    misuses: [
      misuse(
        'out of range',
        [floats([2, 2]), ints([2, 1], [0, 2]), floats([2, 1])],
        (x: Floats, i: Ints, s: Floats) => ops.scatterAdd(x, i, s),
        'INDEX',
        'index 2',
        'position 1',
      ),
      misuse(
        'shapes',
        [floats([2, 2]), ints([2, 1], [0, 1]), floats([2, 2])],
        (x: Floats, i: Ints, s: Floats) => ops.scatterAdd(x, i, s),
        'SHAPE',
        '[2,1]',
        '[2,2]',
      ),
    ],
  },
  {
    name: 'embedding',
    takes: 'float',
    samples: [
      sample(
        'a batch',
        [floats([4, 3]), ints([2, 2], [3, 0, 3, 1])],
        (w: Floats, i: Ints) => ops.embedding(w, i),
        (w, i) => nd([2, 2, 3], ([r, c, j]) => pick(w!, [pick(i!, [r!, c!]), j!])),
      ),
      sample(
        'one',
        [floats([4, 3]), ints([], [2])],
        (w: Floats, i: Ints) => ops.embedding(w, i),
        (w) => nd([3], ([j]) => pick(w!, [2, j!])),
      ),
    ],
    misuses: [
      misuse(
        'out of range',
        [floats([4, 3]), ints([3], [0, 4, 1])],
        (w: Floats, i: Ints) => ops.embedding(w, i),
        'INDEX',
        'index 4',
        'position 1',
        '0 to 3',
      ),
      misuse(
        'misspelt option',
        [floats([4, 3]), ints([1], [0])],
        (w: Floats, i: Ints) => ops.embedding(w, i, { paddingIdx: 0 } as never),
        'ARGUMENT_OPTION',
        'paddingIndex',
      ),
    ],
  },
  {
    name: 'categorical',
    takes: 'float',
    order: 0,
    samples: [
      sample(
        'the only class',
        [{ shape: [2, 3], values: [-Infinity, 0, -Infinity, 5, -Infinity, -Infinity] }],
        (x: Floats) => ops.categorical(x),
        () => ({ shape: [2], data: [1, 0] }),
        'int32',
      ),
    ],
    misuses: [misuse('no classes', [floats([2, 0])], (x: Floats) => ops.categorical(x), 'SHAPE', '[2,0]')],
  },
  {
    name: 'einsum',
    takes: 'float',
    samples: [
      sample(
        'ij,jk->ik',
        [floats([2, 3]), floats([3, 2])],
        (a: Floats, b: Floats) => ops.einsum('ij,jk->ik', a, b),
        (a, b) => letters((i, k) => total(range(3).map((j) => pick(a!, [i, j]) * pick(b!, [j, k]))), 2, 2),
      ),
      sample(
        'ij,kj',
        [floats([2, 3]), floats([2, 3])],
        (a: Floats, b: Floats) => ops.einsum('ij,kj', a, b),
        (a, b) => letters((i, k) => total(range(3).map((j) => pick(a!, [i, j]) * pick(b!, [k, j]))), 2, 2),
      ),
      sample(
        'ii->i',
        [floats([3, 3])],
        (a: Floats) => ops.einsum('ii->i', a),
        (a) => nd([3], ([i]) => pick(a!, [i!, i!])),
      ),
      sample(
        'ij->',
        [floats([2, 3])],
        (a: Floats) => ops.einsum('ij->', a),
        (a) => ({ shape: [], data: [total(a!.data)] }),
      ),
      sample(
        '...ij->...ji',
        [floats([2, 2, 3])],
        (a: Floats) => ops.einsum('...ij->...ji', a),
        (a) => nd([2, 3, 2], ([b, j, i]) => pick(a!, [b!, i!, j!])),
      ),
      sample(
        'i,j,j->ji',
        [floats([2]), floats([3]), floats([3])],
        (a: Floats, b: Floats, c: Floats) => ops.einsum('i,j,j->ji', a, b, c),
        (a, b, c) => letters((j, i) => a!.data[i]! * b!.data[j]! * c!.data[j]!, 3, 2),
      ),
      sample(
        'bij,bjk->bik',
        [floats([2, 2, 3]), floats([2, 3, 2])],
        (a: Floats, b: Floats) => ops.einsum('bij,bjk->bik', a, b),
        (a, b) =>
          nd([2, 2, 2], ([n, i, k]) => total(range(3).map((j) => pick(a!, [n!, i!, j]) * pick(b!, [n!, j, k!])))),
      ),
    ],
    misuses: [
      misuse(
        'sizes',
        [floats([2, 3]), floats([2, 2])],
        (a: Floats, b: Floats) => ops.einsum('ij,jk->ik', a, b),
        'SHAPE',
        'j',
        '3',
        '2',
      ),
      misuse('operands', [floats([2])], (a: Floats) => ops.einsum('i,j->ij', a), 'ARGUMENT', 'i,j->ij'),
    ],
  },
];
