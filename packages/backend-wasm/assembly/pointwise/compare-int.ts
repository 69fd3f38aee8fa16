import { compare } from '../each/comparison';
import { EqualInt, GreaterInt, GreaterEqualInt, LessInt, LessEqualInt, NotEqualInt } from '../formulas/comparison';

/** Comparisons of ints, giving bool. */

export function compareInt_equal(
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
  compare<EqualInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compareInt_greater(
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
  compare<GreaterInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compareInt_greaterEqual(
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
  compare<GreaterEqualInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compareInt_less(
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
  compare<LessInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compareInt_lessEqual(
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
  compare<LessEqualInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

export function compareInt_notEqual(
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
  compare<NotEqualInt>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}
