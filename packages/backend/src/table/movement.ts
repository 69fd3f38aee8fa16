import type { DType } from '@ostinato/base';
import { elements, input, kernel, out, rowStride, scalar, size } from './roles.ts';

const none = (): number => 0;

/** `out[i] = table[index[i]]` for rows. */
function gatherRows<const D extends DType>(dtype: D) {
  return kernel({
    args: [
      out(dtype),
      input('table', dtype, 'all'),
      input('index', 'int32'),
      size('rows'),
      size('cols'),
      size('tableRows'),
      rowStride('out'),
      rowStride('table'),
    ],
    flops: none,
    traffic: (sizes) => 2 * elements(sizes),
    returns: 'position',
  });
}

/** `out[i, j] = x[i, index[i, j]]`; `width` is the number of columns of `x`. */
function gatherColumns<const D extends DType>(dtype: D) {
  return kernel({
    args: [
      out(dtype),
      input('x', dtype),
      input('index', 'int32'),
      size('rows'),
      size('cols'),
      size('width'),
      rowStride('out'),
      rowStride('x'),
      rowStride('index'),
    ],
    flops: none,
    traffic: (sizes) => 3 * elements(sizes),
    returns: 'position',
  });
}

const sixSizes = [size('n0'), size('n1'), size('n2'), size('n3'), size('n4'), size('n5')] as const;
const sixStrides = [scalar('s0'), scalar('s1'), scalar('s2'), scalar('s3'), scalar('s4'), scalar('s5')] as const;
const sixElements = ({ n0 = 1, n1 = 1, n2 = 1, n3 = 1, n4 = 1, n5 = 1 }): number => n0 * n1 * n2 * n3 * n4 * n5;

/** Contiguous `out [n0..n5]` read from `x[offset + i0 s0 + ... + i5 s5]`; strides may be 0 or negative. */
function strided<const D extends DType>(dtype: D) {
  return kernel({
    args: [out(dtype, 'mix'), input('x', dtype, 'mix'), ...sixSizes, ...sixStrides, scalar('offset')],
    split: 'none',
    flops: none,
    traffic: (sizes) => 2 * sixElements(sizes),
  });
}

/** The transpose of `strided`: `out [count]` is zero, then `out[offset + i0 s0 + ...]` sums contiguous `x [n0..n5]`. */
const stridedSum = kernel({
  args: [
    out('float32', 'mix'),
    input('x', 'float32', 'mix'),
    size('count'),
    ...sixSizes,
    ...sixStrides,
    scalar('offset'),
  ],
  split: 'none',
  flops: sixElements,
  traffic: (sizes) => 2 * sixElements(sizes),
});

/** Rows of `a` and `b` side by side: concat where storages have no address. */
function concat<const D extends DType>(dtype: D) {
  return kernel({
    args: [out(dtype), input('a', dtype), input('b', dtype), size('rows'), size('aCols'), size('bCols')],
    flops: none,
    traffic: ({ rows = 1, aCols = 0, bCols = 0 }) => 2 * rows * (aCols + bCols),
  });
}

/** Which numbers of which stream a random call draws. */
export const draw = [
  scalar('first'),
  scalar('key0'),
  scalar('key1'),
  scalar('draw'),
  scalar('step'),
  scalar('call'),
] as const;

/** Where it writes them. */
const stream = [size('rows'), size('cols'), rowStride('out'), ...draw] as const;

/** Kernels that move elements by position or by index, and random numbers. */
export const movement = {
  'gatherRows.float32': gatherRows('float32'),
  'gatherRows.int32': gatherRows('int32'),
  'gatherRows.bool': gatherRows('bool'),
  /** `out [tableRows, cols]` is zero, then `out[index[i]]` sums row `i` of `x`: the gradient of `gatherRows`. */
  scatterRows: kernel({
    args: [
      out('float32', 'all'),
      input('x', 'float32', 'sum'),
      input('index', 'int32', 'sum'),
      size('rows'),
      size('cols'),
      size('tableRows'),
      rowStride('x'),
    ],
    split: 'columns',
    flops: elements,
    traffic: (sizes) => 2 * elements(sizes),
    returns: 'position',
  }),
  'gatherColumns.float32': gatherColumns('float32'),
  'gatherColumns.int32': gatherColumns('int32'),
  'gatherColumns.bool': gatherColumns('bool'),
  /** `out [rows, width]` is zero, then `out[i, index[i, j]]` sums `x[i, j]`: the gradient of `gatherColumns`. */
  scatterColumns: kernel({
    args: [
      out('float32'),
      input('x', 'float32'),
      input('index', 'int32'),
      size('rows'),
      size('cols'),
      size('width'),
      rowStride('out'),
      rowStride('x'),
      rowStride('index'),
    ],
    flops: elements,
    traffic: (sizes) => 3 * elements(sizes),
    returns: 'position',
  }),
  'strided.float32': strided('float32'),
  'strided.int32': strided('int32'),
  'strided.bool': strided('bool'),
  stridedSum: stridedSum,
  'concat.float32': concat('float32'),
  'concat.int32': concat('int32'),
  'concat.bool': concat('bool'),
  /** Uniform numbers in [0, 1): element `first + i cols + j` of the Philox stream of key, draw, step and call. */
  'random.uniform': kernel({
    args: [out('float32'), ...stream],
    flops: none,
    traffic: elements,
    draws: elements,
  }),
  /** True where the uniform number of the same stream is below `probability`. */
  'random.bernoulli': kernel({
    args: [out('bool'), ...stream, scalar('probability')],
    flops: none,
    traffic: elements,
    draws: elements,
  }),
};
