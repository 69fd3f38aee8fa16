import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';
import type { TensorInfo } from '../tfjs.ts';
import { repeated } from './select.ts';

/** Whether an operand is stored as written or transposed. */
type Side = 'n' | 't';

/** `x [items, rows, cols]` with its last two axes swapped. */
const turned = (t: TfjsOps, x: TensorInfo): TensorInfo => t.run('Transpose', { x }, { perm: [0, 2, 1] });

/** `a [i, m, k]` times `b [i, k, n]`, either of which may be stored transposed and have one item for all. */
function product(t: TfjsOps, a: TensorInfo, b: TensorInfo, left: Side, right: Side): TensorInfo {
  return t.run(
    'BatchMatMul',
    { a: left === 't' ? turned(t, a) : a, b: right === 't' ? turned(t, b) : b },
    { transposeA: false, transposeB: false },
  );
}

function stored(side: Side, rows: number, cols: number): [number, number] {
  return side === 't' ? [cols, rows] : [rows, cols];
}

const matmul =
  (t: TfjsOps, left: Side, right: Side, adds: boolean) =>
  (out: Box, a: Box, b: Box, rows: number, cols: number, inner: number, _: number, aStride: number): void =>
    t.write(out, () => {
      const before = adds ? t.of(out, [1, rows, cols]) : undefined;
      if (inner === 0) return before ?? t.run('Fill', {}, { shape: [1, rows, cols], value: 0, dtype: 'float32' });
      const given = left === 'n' && aStride === 0 ? 1 : rows;
      const x = t.of(a, [1, ...stored(left, given, inner)]);
      const y = t.of(b, [1, ...stored(right, inner, cols)]);
      const result = repeated(t, product(t, x, y, left, right), [1, rows, cols]);
      return before === undefined ? result : t.run('Add', { a: before, b: result });
    });

const batchMatmul =
  (t: TfjsOps, left: Side, right: Side) =>
  (
    out: Box,
    a: Box,
    b: Box,
    items: number,
    rows: number,
    cols: number,
    inner: number,
    _: number,
    aStride: number,
    _b: number,
    _out: number,
    aItem: number,
    bItem: number,
  ): void =>
    t.write(out, () => {
      if (inner === 0) return t.run('Fill', {}, { shape: [items, rows, cols], value: 0, dtype: 'float32' });
      const given = left === 'n' && aStride === 0 ? 1 : rows;
      const x = t.of(a, [aItem === 0 ? 1 : items, ...stored(left, given, inner)]);
      const y = t.of(b, [bItem === 0 ? 1 : items, ...stored(right, inner, cols)]);
      return repeated(t, product(t, x, y, left, right), [items, rows, cols]);
    });

/** The matrix products. */
export const products = (t: TfjsOps) => ({
  'matmul.nn': matmul(t, 'n', 'n', false),
  'matmul.nt': matmul(t, 'n', 't', false),
  'matmul.tn': matmul(t, 't', 'n', false),
  'matmul.tt': matmul(t, 't', 't', false),
  'matmulAdd.nn': matmul(t, 'n', 'n', true),
  'matmulAdd.nt': matmul(t, 'n', 't', true),
  'matmulAdd.tn': matmul(t, 't', 'n', true),
  'matmulAdd.tt': matmul(t, 't', 't', true),
  'batchMatmul.nn': batchMatmul(t, 'n', 'n'),
  'batchMatmul.nt': batchMatmul(t, 'n', 't'),
  'batchMatmul.tn': batchMatmul(t, 't', 'n'),
  'batchMatmul.tt': batchMatmul(t, 't', 't'),
});
