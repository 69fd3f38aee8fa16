import type { DType } from '@ostinato/base';
import type { JsStorage } from './storage.ts';
import { viewOf } from './views.ts';

/** Calls `visit(contiguous, strided)` with both positions of every element of [n0..n5], in order. */
function walk(
  [n0, n1, n2, n3, n4, n5, s0, s1, s2, s3, s4, s5, offset]: readonly number[],
  visit: (contiguous: number, strided: number) => void,
): void {
  let at = 0;
  for (let i0 = 0; i0 < n0!; i0++)
    for (let i1 = 0; i1 < n1!; i1++)
      for (let i2 = 0; i2 < n2!; i2++)
        for (let i3 = 0; i3 < n3!; i3++)
          for (let i4 = 0; i4 < n4!; i4++) {
            let from = offset! + i0 * s0! + i1 * s1! + i2 * s2! + i3 * s3! + i4 * s4!;
            for (let i5 = 0; i5 < n5!; i5++, from += s5!) visit(at++, from);
          }
}

/** Sizes, strides and offset of a strided walk. */
type Walk = [
  n0: number,
  n1: number,
  n2: number,
  n3: number,
  n4: number,
  n5: number,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  s4: number,
  s5: number,
  offset: number,
];

function strided(dtype: DType) {
  const view = viewOf(dtype);
  return (out: JsStorage, x: JsStorage, ...plan: Walk): void => {
    const [result, operand] = [view(out), view(x)];
    walk(plan, (contiguous, at) => {
      result[contiguous] = operand[at]!;
    });
  };
}

function stridedSum(out: JsStorage, x: JsStorage, count: number, ...plan: Walk): void {
  const [result, operand] = [out.floats, x.floats];
  result.fill(0, 0, count);
  walk(plan, (contiguous, at) => {
    result[at] = result[at]! + operand[contiguous]!;
  });
}

function concat(dtype: DType) {
  const view = viewOf(dtype);
  return (out: JsStorage, a: JsStorage, b: JsStorage, rows: number, aCols: number, bCols: number): void => {
    const [result, left, right] = [view(out), view(a), view(b)];
    for (let i = 0; i < rows; i++) {
      result.set(left.subarray(i * aCols, (i + 1) * aCols), i * (aCols + bCols));
      result.set(right.subarray(i * bCols, (i + 1) * bCols), i * (aCols + bCols) + aCols);
    }
  };
}

/** The kernels that move elements by position. */
export const movement = {
  'strided.float32': strided('float32'),
  'strided.int32': strided('int32'),
  'strided.bool': strided('bool'),
  stridedSum: stridedSum,
  'concat.float32': concat('float32'),
  'concat.int32': concat('int32'),
  'concat.bool': concat('bool'),
};
