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

/** The product of a matrix of `a` and one of `b`, written through `store`: tiles, then strips, then single elements. */
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
    const q = bStart + j * bLine;
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
        q,
        bLine,
        bStep,
        inner,
      );
    }
    for (let i = wholeRows; i < rows; i++) {
      strip(store, out, o + i * outStride + j, a, aStart + i * aLine, aStep, b, q, bLine, bStep, inner);
    }
  }
  for (let i = 0; i < rows; i++) {
    for (let j = wholeCols; j < cols; j++) {
      let sum = 0;
      let p = aStart + i * aLine;
      let q = bStart + j * bLine;
      for (let k = 0; k < inner; k++, p += aStep, q += bStep) sum += a[p]! * b[q]!;
      store(out, o + i * outStride + j, sum);
    }
  }
}

/** A 4 x 4 tile of the result at `at`. One position per operand and fixed distances from it keep registers free. */
function tile(
  store: Store,
  out: FloatArray,
  at: number,
  outStride: number,
  a: FloatArray,
  p: number,
  aLine: number,
  aStep: number,
  b: FloatArray,
  q: number,
  bLine: number,
  bStep: number,
  inner: number,
): void {
  let [c00, c01, c02, c03] = [0, 0, 0, 0];
  let [c10, c11, c12, c13] = [0, 0, 0, 0];
  let [c20, c21, c22, c23] = [0, 0, 0, 0];
  let [c30, c31, c32, c33] = [0, 0, 0, 0];
  const [a2Line, a3Line, b2Line, b3Line] = [2 * aLine, 3 * aLine, 2 * bLine, 3 * bLine];
  for (let k = 0; k < inner; k++, p += aStep, q += bStep) {
    const b0 = b[q]!;
    const b1 = b[q + bLine]!;
    const b2 = b[q + b2Line]!;
    const b3 = b[q + b3Line]!;
    const a0 = a[p]!;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    const a1 = a[p + aLine]!;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    const a2 = a[p + a2Line]!;
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    const a3 = a[p + a3Line]!;
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
  }
  storeRow(store, out, at, c00, c01, c02, c03);
  storeRow(store, out, at + outStride, c10, c11, c12, c13);
  storeRow(store, out, at + 2 * outStride, c20, c21, c22, c23);
  storeRow(store, out, at + 3 * outStride, c30, c31, c32, c33);
}

/** A 1 x 4 strip of the result at `at`: the rows that fill no tile, and products with a single row. */
function strip(
  store: Store,
  out: FloatArray,
  at: number,
  a: FloatArray,
  p: number,
  aStep: number,
  b: FloatArray,
  q: number,
  bLine: number,
  bStep: number,
  inner: number,
): void {
  let [c0, c1, c2, c3] = [0, 0, 0, 0];
  const [b2Line, b3Line] = [2 * bLine, 3 * bLine];
  for (let k = 0; k < inner; k++, p += aStep, q += bStep) {
    const a0 = a[p]!;
    c0 += a0 * b[q]!;
    c1 += a0 * b[q + bLine]!;
    c2 += a0 * b[q + b2Line]!;
    c3 += a0 * b[q + b3Line]!;
  }
  storeRow(store, out, at, c0, c1, c2, c3);
}

function storeRow(store: Store, out: FloatArray, at: number, c0: number, c1: number, c2: number, c3: number): void {
  store(out, at, c0);
  store(out, at + 1, c1);
  store(out, at + 2, c2);
  store(out, at + 3, c3);
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
