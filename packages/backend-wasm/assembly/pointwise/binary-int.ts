import { binary } from '../each';
import { AddInt, MaximumInt, MinimumInt, MulInt, SubInt } from '../formulas/integer';

/** Element by element on two int operands. */

export function binaryInt_add(
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
  binary<AddInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binaryInt_maximum(
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
  binary<MaximumInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binaryInt_minimum(
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
  binary<MinimumInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binaryInt_mul(
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
  binary<MulInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binaryInt_sub(
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
  binary<SubInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}
