import { scalar } from '../each';
import { Add, Div, DivInto, HardShrink, Maximum, Minimum, Mul, Sub, SubFrom } from '../formulas/arithmetic';

/** Element by element on a float operand and a number. */

export function scalar_add(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32, value: f32): void {
  scalar<Add>(out, x, rows, cols, outStride, xStride, value);
}

export function scalar_div(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32, value: f32): void {
  scalar<Div>(out, x, rows, cols, outStride, xStride, value);
}

export function scalar_divInto(
  out: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  value: f32,
): void {
  scalar<DivInto>(out, x, rows, cols, outStride, xStride, value);
}

export function scalar_hardShrink(
  out: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  value: f32,
): void {
  scalar<HardShrink>(out, x, rows, cols, outStride, xStride, value);
}

export function scalar_maximum(
  out: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  value: f32,
): void {
  scalar<Maximum>(out, x, rows, cols, outStride, xStride, value);
}

export function scalar_minimum(
  out: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  value: f32,
): void {
  scalar<Minimum>(out, x, rows, cols, outStride, xStride, value);
}

export function scalar_mul(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32, value: f32): void {
  scalar<Mul>(out, x, rows, cols, outStride, xStride, value);
}

export function scalar_sub(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32, value: f32): void {
  scalar<Sub>(out, x, rows, cols, outStride, xStride, value);
}

export function scalar_subFrom(
  out: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  value: f32,
): void {
  scalar<SubFrom>(out, x, rows, cols, outStride, xStride, value);
}
