import type { DType } from '@ostinato/base';
import type { FloatArray, JsStorage } from './storage.ts';
import { viewOf } from './views.ts';

/** Elements as a kernel reads and writes them. */
type Elements = FloatArray | Int32Array | Uint8Array;

/** `out[o + j] = f(x[p + j])` for a row of `cols` elements. */
export type UnaryRow = (out: Elements, o: number, x: Elements, p: number, cols: number) => void;

/** `out[o + j] = f(x[p + j], value)` for a row of `cols` elements. */
export type ScalarRow = (out: Elements, o: number, x: Elements, p: number, value: number, cols: number) => void;

/** `out[o + j] = f(a[p + j aColumn], b[q + j bColumn])` for a row of `cols` elements. */
export type BinaryRow = (
  out: Elements,
  o: number,
  a: Elements,
  p: number,
  aColumn: number,
  b: Elements,
  q: number,
  bColumn: number,
  cols: number,
) => void;

/** A row from a formula. Engines do not inline the call, so the commonest rows are written out in `arithmetic.ts`. */
export function unaryRow(formula: (x: number) => number): UnaryRow {
  return (out, o, x, p, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = formula(x[p + j]!);
  };
}

/** The same with a number beside the operand. */
export function scalarRow(formula: (x: number, value: number) => number): ScalarRow {
  return (out, o, x, p, value, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = formula(x[p + j]!, value);
  };
}

/** The same with two operands. */
export function binaryRow(formula: (a: number, b: number) => number): BinaryRow {
  return (out, o, a, p, aColumn, b, q, bColumn, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = formula(a[p + j * aColumn]!, b[q + j * bColumn]!);
  };
}

/** A kernel of one operand. */
export function unaryLoop(from: DType, to: DType, row: UnaryRow) {
  const read = viewOf(from);
  const write = viewOf(to);
  return (out: JsStorage, x: JsStorage, rows: number, cols: number, outStride: number, xStride: number): void => {
    const result = write(out);
    const operand = read(x);
    for (let i = 0; i < rows; i++) row(result, i * outStride, operand, i * xStride, cols);
  };
}

/** A kernel of one operand and a number. */
export function scalarLoop(row: ScalarRow) {
  return (
    out: JsStorage,
    x: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    xStride: number,
    value: number,
  ): void => {
    const result = out.floats;
    const operand = x.floats;
    for (let i = 0; i < rows; i++) row(result, i * outStride, operand, i * xStride, value, cols);
  };
}

/** A kernel of two operands. */
export function binaryLoop(from: DType, to: DType, row: BinaryRow) {
  const read = viewOf(from);
  const write = viewOf(to);
  return (
    out: JsStorage,
    a: JsStorage,
    b: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    aStride: number,
    bStride: number,
    aColumn: number,
    bColumn: number,
  ): void => {
    const result = write(out);
    const left = read(a);
    const right = read(b);
    for (let i = 0; i < rows; i++) {
      row(result, i * outStride, left, i * aStride, aColumn, right, i * bStride, bColumn, cols);
    }
  };
}

/** `condition ? a : b` for one dtype. */
export function whereLoop(dtype: DType) {
  const view = viewOf(dtype);
  return (
    out: JsStorage,
    condition: JsStorage,
    a: JsStorage,
    b: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    conditionStride: number,
    aStride: number,
    bStride: number,
    conditionColumn: number,
    aColumn: number,
    bColumn: number,
  ): void => {
    const result = view(out);
    const keep = condition.bools;
    const left = view(a);
    const right = view(b);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++) {
        const chosen = keep[i * conditionStride + j * conditionColumn] !== 0;
        result[i * outStride + j] = chosen ? left[i * aStride + j * aColumn]! : right[i * bStride + j * bColumn]!;
      }
    }
  };
}

/** One value everywhere. */
export function fillLoop(dtype: DType) {
  const view = viewOf(dtype);
  return (out: JsStorage, rows: number, cols: number, outStride: number, value: number): void => {
    const result = view(out);
    for (let i = 0; i < rows; i++) result.fill(value, i * outStride, i * outStride + cols);
  };
}
