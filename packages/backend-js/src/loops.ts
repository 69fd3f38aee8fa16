import type { DType } from '@ostinato/base';
import type { JsStorage } from './storage.ts';
import { viewOf } from './views.ts';

/** A kernel of one operand from a formula. */
export function unaryLoop(from: DType, to: DType, formula: (x: number) => number) {
  const read = viewOf(from);
  const write = viewOf(to);
  return (out: JsStorage, x: JsStorage, rows: number, cols: number, outStride: number, xStride: number): void => {
    const result = write(out);
    const operand = read(x);
    for (let i = 0; i < rows; i++) {
      const o = i * outStride;
      const p = i * xStride;
      for (let j = 0; j < cols; j++) result[o + j] = formula(operand[p + j]!);
    }
  };
}

/** A kernel of one operand and a number from a formula. */
export function scalarLoop(formula: (x: number, value: number) => number) {
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
    for (let i = 0; i < rows; i++) {
      const o = i * outStride;
      const p = i * xStride;
      for (let j = 0; j < cols; j++) result[o + j] = formula(operand[p + j]!, value);
    }
  };
}

/** A kernel of two operands from a formula. */
export function binaryLoop(from: DType, to: DType, formula: (a: number, b: number) => number) {
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
      const o = i * outStride;
      const p = i * aStride;
      const q = i * bStride;
      for (let j = 0; j < cols; j++) result[o + j] = formula(left[p + j * aColumn]!, right[q + j * bColumn]!);
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
