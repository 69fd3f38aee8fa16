import { unary } from '../each';
import { boolsToWords, wordsToBools } from '../each/casts';
import { Float, IsTrue, IsTrueInt, Same, Truncate } from '../formulas/conversion';

/** Conversions between dtypes. */

export function cast_float32_int32(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Truncate>(out, x, rows, cols, outStride, xStride);
}

export function cast_float32_bool(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  wordsToBools<IsTrue>(out, x, rows, cols, outStride, xStride);
}

export function cast_int32_float32(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Float>(out, x, rows, cols, outStride, xStride);
}

export function cast_int32_bool(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  wordsToBools<IsTrueInt>(out, x, rows, cols, outStride, xStride);
}

export function cast_bool_float32(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  boolsToWords<Float>(out, x, rows, cols, outStride, xStride);
}

export function cast_bool_int32(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  boolsToWords<Same>(out, x, rows, cols, outStride, xStride);
}
