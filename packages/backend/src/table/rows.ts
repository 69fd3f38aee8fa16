import type { DType } from '@ostinato/base';
import { elements, family, input, kernel, out, rowStride, size } from './roles.ts';

/** Reductions of each row to one number. */
const reduceMembers = ['max', 'min', 'prod', 'sum'] as const;

/** Kernels that turn a row into a row of the same length. */
const rowMembers = ['cumprod', 'cumsum', 'logSoftmax', 'softmax'] as const;

function reduce<const D extends DType>(dtype: D) {
  return kernel({
    args: [out(dtype), input('x', 'float32'), size('rows'), size('cols'), rowStride('out'), rowStride('x')],
    flops: elements,
    traffic: elements,
  });
}

const columnSum = kernel({
  args: [out('float32', 'all'), input('x', 'float32', 'sum'), size('rows'), size('cols'), rowStride('x')],
  split: 'columns',
  flops: elements,
  traffic: elements,
});

const row = kernel({
  args: [out('float32'), input('x', 'float32'), size('rows'), size('cols'), rowStride('out'), rowStride('x')],
  inPlace: ['x'],
  flops: (sizes) => 4 * elements(sizes),
  traffic: (sizes) => 2 * elements(sizes),
});

const sort = kernel({
  args: [
    out('float32'),
    out('int32', 'row', 'order'),
    input('x', 'float32'),
    size('rows'),
    size('cols'),
    rowStride('out'),
    rowStride('order'),
    rowStride('x'),
  ],
  flops: ({ rows = 1, cols = 1 }) => rows * cols * Math.ceil(Math.log2(cols + 1)),
  traffic: (sizes) => 3 * elements(sizes),
});

/** Kernels over whole rows. An empty row sums to 0, multiplies to 1, and has maximum -Infinity. */
export const rowKernels = {
  ...family('reduce', reduceMembers, reduce('float32')),
  /** Position of the first largest or smallest element of each row; NaN wins. */
  ...family('reduceArgument', ['max', 'min'], reduce('int32')),
  /** `out[j] = sum over i of x[i, j]`. */
  columnSum: columnSum,
  columnSumAdd: columnSum,
  ...family('row', rowMembers, row),
  /** Stable sort of each row with the positions the elements came from; NaN counts as largest. */
  ...family('sort', ['ascending', 'descending'], sort),
};
