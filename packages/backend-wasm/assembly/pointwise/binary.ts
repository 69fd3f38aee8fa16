import { binary } from '../each';
import { Add, Div, Maximum, Minimum, Mul, Sub } from '../formulas/arithmetic';

/** Element by element on two float operands. */

export function binary_add(
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
  binary<Add>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binary_div(
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
  binary<Div>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binary_maximum(
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
  binary<Maximum>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binary_minimum(
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
  binary<Minimum>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binary_mul(
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
  binary<Mul>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function binary_sub(
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
  binary<Sub>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}
