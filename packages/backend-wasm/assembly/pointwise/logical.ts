import { binaryBytes, unaryBytes } from '../each/bytes';
import { And, Not, Or, Xor } from '../formulas/logic';

/** Logical operations on bool operands. */

export function logical_and(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  binaryBytes<And>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function logical_or(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  binaryBytes<Or>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function logical_xor(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  binaryBytes<Xor>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function logicalNot(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryBytes<Not>(out, x, rows, cols, outStride, xStride);
}
