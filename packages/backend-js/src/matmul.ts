import type { FloatArray, JsStorage } from './storage.ts';

/**
 * Matrix products. A 4 x 4 tile of the result stays in registers while `k` runs from 0 to `inner`, so every element is
 * the same sum in the same order whatever tile it falls in (the row law), held in double precision and rounded once.
 */

/** Where an operand's element [i, k] is: `start + i * line + k * step`. */
interface Layout {
  readonly line: number;
  readonly step: number;
}

/** Stores one finished sum. */
type Store = (out: FloatArray, at: number, sum: number) => void;

const assign: Store = (out, at, sum) => {
  out[at] = sum;
};

/** Rounds the finished sum to the element type before it is added to what was there (the accumulate law). */
const accumulate: Store = (out, at, sum) => {
  const before = out[at]!;
  out[at] = sum;
  out[at] = before + out[at]!;
};

/** The product of a matrix of `a` and one of `b`, written through `store`. */
function product(
  store: Store,
  out: FloatArray,
  o: number,
  outStride: number,
  a: FloatArray,
  aStart: number,
  { line: aLine, step: aStep }: Layout,
  b: FloatArray,
  bStart: number,
  { line: bLine, step: bStep }: Layout,
  rows: number,
  cols: number,
  inner: number,
): void {
  const wholeRows = rows - (rows % 4);
  const wholeCols = cols - (cols % 4);
  for (let j = 0; j < wholeCols; j += 4) {
    for (let i = 0; i < wholeRows; i += 4) {
      tile(
        store,
        out,
        o + i * outStride + j,
        outStride,
        a,
        aStart + i * aLine,
        aLine,
        aStep,
        b,
        bStart + j * bLine,
        bLine,
        bStep,
        inner,
      );
    }
  }
  for (let i = 0; i < rows; i++) {
    for (let j = i < wholeRows ? wholeCols : 0; j < cols; j++) {
      let sum = 0;
      let p = aStart + i * aLine;
      let q = bStart + j * bLine;
      for (let k = 0; k < inner; k++, p += aStep, q += bStep) sum += a[p]! * b[q]!;
      store(out, o + i * outStride + j, sum);
    }
  }
}

/** A 4 x 4 tile of the result at `at`. */
function tile(
  store: Store,
  out: FloatArray,
  at: number,
  outStride: number,
  a: FloatArray,
  p0: number,
  aLine: number,
  aStep: number,
  b: FloatArray,
  q0: number,
  bLine: number,
  bStep: number,
  inner: number,
): void {
  let c00 = 0,
    c01 = 0,
    c02 = 0,
    c03 = 0;
  let c10 = 0,
    c11 = 0,
    c12 = 0,
    c13 = 0;
  let c20 = 0,
    c21 = 0,
    c22 = 0,
    c23 = 0;
  let c30 = 0,
    c31 = 0,
    c32 = 0,
    c33 = 0;
  let p1 = p0 + aLine,
    p2 = p1 + aLine,
    p3 = p2 + aLine;
  let q1 = q0 + bLine,
    q2 = q1 + bLine,
    q3 = q2 + bLine;
  for (let k = 0; k < inner; k++) {
    const b0 = b[q0]!,
      b1 = b[q1]!,
      b2 = b[q2]!,
      b3 = b[q3]!;
    const a0 = a[p0]!;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    const a1 = a[p1]!;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    const a2 = a[p2]!;
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    const a3 = a[p3]!;
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
    p0 += aStep;
    p1 += aStep;
    p2 += aStep;
    p3 += aStep;
    q0 += bStep;
    q1 += bStep;
    q2 += bStep;
    q3 += bStep;
  }
  store(out, at, c00);
  store(out, at + 1, c01);
  store(out, at + 2, c02);
  store(out, at + 3, c03);
  at += outStride;
  store(out, at, c10);
  store(out, at + 1, c11);
  store(out, at + 2, c12);
  store(out, at + 3, c13);
  at += outStride;
  store(out, at, c20);
  store(out, at + 1, c21);
  store(out, at + 2, c22);
  store(out, at + 3, c23);
  at += outStride;
  store(out, at, c30);
  store(out, at + 1, c31);
  store(out, at + 2, c32);
  store(out, at + 3, c33);
}

/** Layouts of `A` (lines are rows of the result) and of `B` (lines are columns of the result). */
const layoutOfA = (transposed: boolean, stride: number): Layout =>
  transposed ? { line: 1, step: stride } : { line: stride, step: 1 };
const layoutOfB = (transposed: boolean, stride: number): Layout =>
  transposed ? { line: stride, step: 1 } : { line: 1, step: stride };

function matmul(store: Store, aTransposed: boolean, bTransposed: boolean) {
  return (
    out: JsStorage,
    a: JsStorage,
    b: JsStorage,
    rows: number,
    cols: number,
    inner: number,
    outStride: number,
    aStride: number,
    bStride: number,
  ): void => {
    const aLayout = layoutOfA(aTransposed, aStride);
    const bLayout = layoutOfB(bTransposed, bStride);
    product(store, out.floats, 0, outStride, a.floats, 0, aLayout, b.floats, 0, bLayout, rows, cols, inner);
  };
}

function batchMatmul(aTransposed: boolean, bTransposed: boolean) {
  return (
    out: JsStorage,
    a: JsStorage,
    b: JsStorage,
    items: number,
    rows: number,
    cols: number,
    inner: number,
    outStride: number,
    aStride: number,
    bStride: number,
    outItem: number,
    aItem: number,
    bItem: number,
  ): void => {
    const aLayout = layoutOfA(aTransposed, aStride);
    const bLayout = layoutOfB(bTransposed, bStride);
    const [result, left, right] = [out.floats, a.floats, b.floats];
    for (let i = 0; i < items; i++) {
      product(
        assign,
        result,
        i * outItem,
        outStride,
        left,
        i * aItem,
        aLayout,
        right,
        i * bItem,
        bLayout,
        rows,
        cols,
        inner,
      );
    }
  };
}

/** The kernels of the product family. */
export const products = {
  'matmul.nn': matmul(assign, false, false),
  'matmul.nt': matmul(assign, false, true),
  'matmul.tn': matmul(assign, true, false),
  'matmul.tt': matmul(assign, true, true),
  'matmulAdd.nn': matmul(accumulate, false, false),
  'matmulAdd.nt': matmul(accumulate, false, true),
  'matmulAdd.tn': matmul(accumulate, true, false),
  'matmulAdd.tt': matmul(accumulate, true, true),
  'batchMatmul.nn': batchMatmul(false, false),
  'batchMatmul.nt': batchMatmul(false, true),
  'batchMatmul.tn': batchMatmul(true, false),
  'batchMatmul.tt': batchMatmul(true, true),
};
