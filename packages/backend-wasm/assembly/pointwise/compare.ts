import { compare } from '../each/comparison';
import { Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual } from '../formulas/comparison';

/** Comparisons of floats, giving bool. */

export function compare_equal(
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
  compare<Equal>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compare_greater(
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
  compare<Greater>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compare_greaterEqual(
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
  compare<GreaterEqual>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compare_less(
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
  compare<Less>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compare_lessEqual(
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
  compare<LessEqual>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compare_notEqual(
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
  compare<NotEqual>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}
