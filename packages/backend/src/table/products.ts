import type { RowRole, Sizes } from '../kernel.ts';
import { input, itemStride, kernel, out, rowStride, size } from './roles.ts';

const flops = ({ items = 1, rows = 1, cols = 1, inner = 1 }: Sizes): number => 2 * items * rows * cols * inner;
const traffic = ({ items = 1, rows = 1, cols = 1, inner = 1 }: Sizes): number =>
  items * (rows * inner + inner * cols + rows * cols);

const biasedFlops = (sizes: Sizes): number => flops(sizes) + (sizes.rows ?? 1) * (sizes.cols ?? 1);
const biasedTraffic = (sizes: Sizes): number => traffic(sizes) + (sizes.cols ?? 1);

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
function batchMatmul(a: RowRole, b: RowRole, result: RowRole) {
  return kernel({
    args: [
      out('float32', result),
      input('a', 'float32', a),
      input('b', 'float32', b),
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
}

/** `out [rows, cols] = A x B + bias`, with `bias` `[cols]` on every row: a rounded product, then a rounded sum. A is stored as written. */
const biased = kernel({
  args: [
    out('float32'),
    input('a', 'float32'),
    input('b', 'float32', 'all'),
    input('bias', 'float32', 'all'),
    size('rows'),
    size('cols'),
    size('inner'),
    rowStride('out'),
    rowStride('a'),
    rowStride('b'),
  ],
  flops: biasedFlops,
  traffic: biasedTraffic,
  optional: true,
});

const rowByRow = matmul('row', 'all', 'row');
const overRows = matmul('sum', 'sum', 'all');
const mixed = matmul('mix', 'all', 'mix');
const batchedRowByRow = batchMatmul('row', 'all', 'row');

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
  'batchMatmul.nn': batchedRowByRow,
  'batchMatmul.nt': batchedRowByRow,
  'batchMatmul.tn': batchMatmul('sum', 'sum', 'all'),
  'batchMatmul.tt': batchMatmul('mix', 'all', 'mix'),
};

/** Columns of one panel of a packed matrix. */
const panel = 8;
const panels = (cols: number): number => Math.ceil(cols / panel);

/**
 * Lays out B for `matmulPacked`, so that it can be kept and used again: panels of eight columns, each `[inner, 8]`, the last
 * one filled up with zeros. `n` reads B `[inner, cols]`, `t` reads it stored transposed.
 */
const pack = kernel({
  args: [out('float32', 'mix'), input('b', 'float32', 'mix'), size('inner'), size('cols'), rowStride('b')],
  split: 'none',
  flops: () => 0,
  traffic: ({ inner = 1, cols = 1 }) => inner * (cols + panel * panels(cols)),
  optional: true,
});

/** `out [rows, cols] = A [rows, inner] x B`, with B as `pack` laid it out. The sums are those of `matmul.nn`. */
const packed = kernel({
  args: [
    out('float32'),
    input('a', 'float32'),
    input('packed', 'float32', 'all'),
    size('rows'),
    size('cols'),
    size('inner'),
    rowStride('out'),
    rowStride('a'),
  ],
  flops,
  traffic,
  optional: true,
});

/** The same and a bias, as in `matmulBias`. */
const packedBiased = kernel({
  args: [
    out('float32'),
    input('a', 'float32'),
    input('packed', 'float32', 'all'),
    input('bias', 'float32', 'all'),
    size('rows'),
    size('cols'),
    size('inner'),
    rowStride('out'),
    rowStride('a'),
  ],
  flops: biasedFlops,
  traffic: biasedTraffic,
  optional: true,
});

/** Optional: products with a bias. */
export const biasedProducts = {
  'matmulBias.nn': biased,
  'matmulBias.nt': biased,
  'matmulBiasAdd.nn': biased,
  'matmulBiasAdd.nt': biased,
};

/** Optional: products with a matrix that was packed beforehand. */
export const packedProducts = {
  'pack.n': pack,
  'pack.t': pack,
  matmulPacked: packed,
  matmulPackedAdd: packed,
  matmulPackedBias: packedBiased,
  matmulPackedBiasAdd: packedBiased,
};
