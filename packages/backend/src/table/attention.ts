import type { Sizes } from '../kernel.ts';
import { columnStride, input, itemStride, kernel, out, rowStride, scalar, scratch, size } from './roles.ts';

/** Rows whose scores are held at a time. */
const tile = 32;
/** Elements of a packed row: whole panels of eight columns. */
const padded = (cols: number): number => 8 * Math.ceil(cols / 8);

const sizes = [size('items'), size('rows'), size('cols'), size('inner'), size('keys')] as const;
const scalars = [scalar('scale'), scalar('causal'), scalar('offset')] as const;
const operands = ({ items = 1, rows = 1, cols = 1, inner = 1, keys = 1 }: Sizes): number =>
  items * (rows + keys) * (cols + inner);
const products = ({ items = 1, rows = 1, cols = 1, inner = 1, keys = 1 }: Sizes): number =>
  2 * items * rows * keys * (cols + inner);

/**
 * Optional: attention of q `[rows, inner]` to k `[keys, inner]` and v `[keys, cols]`, for each item (a sequence and head). The score of
 * row i and key j is `scale q[i] k[j] + bias[i, j]`; a column stride of 0 gives all keys the same bias, a storage of a single 0 none. With
 * `causal` 1, row i sees the keys up to `i + offset`. Scores exist for a few rows at a time; causal ones that nobody sees for none.
 */
export const attentionKernels = {
  /**
   * `out = softmax(scores) v` and `lse = log sum exp(scores)` over the keys that the row sees. Where it sees none, or all that it sees
   * have score -Infinity, out is 0 and lse -Infinity.
   */
  attention: kernel({
    args: [
      out('float32'),
      out('float32', 'row', 'lse'),
      input('q', 'float32'),
      input('k', 'float32', 'all'),
      input('v', 'float32', 'all'),
      input('bias', 'float32'),
      scratch(),
      ...sizes,
      rowStride('out'),
      rowStride('q'),
      rowStride('k'),
      rowStride('v'),
      rowStride('bias'),
      columnStride('bias'),
      itemStride('out'),
      itemStride('lse'),
      itemStride('q'),
      itemStride('k'),
      itemStride('v'),
      itemStride('bias'),
      ...scalars,
    ],
    split: 'items',
    flops: products,
    traffic: operands,
    /** Packed k and v, and a tile of scores. */
    scratch: ({ items = 1, cols = 1, inner = 1, keys = 1 }) =>
      items * (padded(keys) * inner + keys * padded(cols) + tile * keys),
    optional: true,
  }),
  /** The gradients of q, k and v, from that of out; with p = exp(scores - lse). That of bias is not computed. */
  attentionBackward: kernel({
    args: [
      out('float32', 'mix', 'qGradient'),
      out('float32', 'mix', 'kGradient'),
      out('float32', 'mix', 'vGradient'),
      input('gradient', 'float32', 'mix'),
      input('q', 'float32', 'mix'),
      input('k', 'float32', 'mix'),
      input('v', 'float32', 'mix'),
      input('lse', 'float32', 'mix'),
      input('bias', 'float32', 'mix'),
      scratch(),
      ...sizes,
      rowStride('qGradient'),
      rowStride('kGradient'),
      rowStride('vGradient'),
      rowStride('gradient'),
      rowStride('q'),
      rowStride('k'),
      rowStride('v'),
      rowStride('bias'),
      columnStride('bias'),
      itemStride('qGradient'),
      itemStride('kGradient'),
      itemStride('vGradient'),
      itemStride('gradient'),
      itemStride('q'),
      itemStride('k'),
      itemStride('v'),
      itemStride('lse'),
      itemStride('bias'),
      ...scalars,
    ],
    split: 'items',
    flops: (given) => 2.5 * products(given),
    traffic: (given) => 2 * operands(given),
    /** Packed k and v, k once more for the gradient of q, and two tiles. */
    scratch: ({ items = 1, cols = 1, inner = 1, keys = 1 }) =>
      items * (padded(keys) * (inner + cols) + keys * padded(inner) + 2 * tile * keys),
    optional: true,
  }),
};
