import type { BinaryRow, ScalarRow, UnaryRow } from './loops.ts';

/**
 * The commonest rows written out: a loop that calls its formula costs 6 to 12 ns an element once several kernels share
 * it, these 1 to 3 ns (`exp` and `tanh` are bound by `Math`).
 */

/** Rows of `binary` members. */
export const binaryRows: Readonly<Record<'add' | 'div' | 'mul' | 'sub', BinaryRow>> = {
  add: (out, o, a, p, aColumn, b, q, bColumn, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = a[p + j * aColumn]! + b[q + j * bColumn]!;
  },
  div: (out, o, a, p, aColumn, b, q, bColumn, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = a[p + j * aColumn]! / b[q + j * bColumn]!;
  },
  mul: (out, o, a, p, aColumn, b, q, bColumn, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = a[p + j * aColumn]! * b[q + j * bColumn]!;
  },
  sub: (out, o, a, p, aColumn, b, q, bColumn, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = a[p + j * aColumn]! - b[q + j * bColumn]!;
  },
};

/** Rows of `scalar` members. */
export const scalarRows: Readonly<Record<'add' | 'mul' | 'subFrom', ScalarRow>> = {
  add: (out, o, x, p, value, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = x[p + j]! + value;
  },
  mul: (out, o, x, p, value, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = x[p + j]! * value;
  },
  subFrom: (out, o, x, p, value, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = value - x[p + j]!;
  },
};

/** Rows of `unary` members. */
export const unaryRows: Readonly<Record<'exp' | 'relu' | 'sigmoid' | 'tanh', UnaryRow>> = {
  exp: (out, o, x, p, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = Math.exp(x[p + j]!);
  },
  relu: (out, o, x, p, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = x[p + j]! < 0 ? 0 : x[p + j]!;
  },
  sigmoid: (out, o, x, p, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = 1 / (1 + Math.exp(-x[p + j]!));
  },
  tanh: (out, o, x, p, cols) => {
    for (let j = 0; j < cols; j++) out[o + j] = Math.tanh(x[p + j]!);
  },
};
