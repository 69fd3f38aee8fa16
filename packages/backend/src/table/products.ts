import type { RowRole, Sizes } from '../kernel.ts';
import { input, itemStride, kernel, out, rowStride, size } from './roles.ts';

const flops = ({ items = 1, rows = 1, cols = 1, inner = 1 }: Sizes): number => 2 * items * rows * cols * inner;
const traffic = ({ items = 1, rows = 1, cols = 1, inner = 1 }: Sizes): number =>
  items * (rows * inner + inner * cols + rows * cols);

/**
 * `out [rows, cols] = A [rows, inner] x B [inner, cols]`. `n` operands are stored as written here, `t` operands
 * transposed; a stride is the distance between stored rows. Every result sums over `inner` in the same order,
 * whatever `rows` is.
 */
function matmul(a: RowRole, b: RowRole, result: RowRole) {
  return kernel({
    args: [
      out('float32', result),
      input('a', 'float32', a),
      input('b', 'float32', b),
      size('rows'),
      size('cols'),
      size('inner'),
      rowStride('out'),
      rowStride('a'),
      rowStride('b'),
    ],
    split: a === 'row' ? 'rows' : 'columns',
    flops,
    traffic,
  });
}

/** A matmul for each of `items` matrices; item strides of 0 use one matrix for all. */
const batched = kernel({
  args: [
    out('float32'),
    input('a', 'float32'),
    input('b', 'float32'),
    size('items'),
    size('rows'),
    size('cols'),
    size('inner'),
    rowStride('out'),
    rowStride('a'),
    rowStride('b'),
    itemStride('out'),
    itemStride('a'),
    itemStride('b'),
  ],
  split: 'items',
  flops,
  traffic,
});

const rowByRow = matmul('row', 'all', 'row');
const overRows = matmul('sum', 'sum', 'all');
const mixed = matmul('mix', 'all', 'mix');

/** Matrix products; the `Add` forms add the finished product to what `out` held. */
export const products = {
  'matmul.nn': rowByRow,
  'matmul.nt': rowByRow,
  'matmul.tn': overRows,
  'matmul.tt': mixed,
  'matmulAdd.nn': rowByRow,
  'matmulAdd.nt': rowByRow,
  'matmulAdd.tn': overRows,
  'matmulAdd.tt': mixed,
  'batchMatmul.nn': batched,
  'batchMatmul.nt': batched,
  'batchMatmul.tn': batched,
  'batchMatmul.tt': batched,
};
