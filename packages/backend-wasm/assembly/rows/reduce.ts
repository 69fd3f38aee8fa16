import { largestOf, smallestOf } from './extreme';
import { productOf, sumOf } from './sum';

/** Reductions of each row to one number. */

export function reduce_max(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    store<f32>(out + ((<usize>(i * outStride)) << 2), largestOf(x + ((<usize>(i * xStride)) << 2), cols));
  }
}

export function reduce_min(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    store<f32>(out + ((<usize>(i * outStride)) << 2), smallestOf(x + ((<usize>(i * xStride)) << 2), cols));
  }
}

export function reduce_prod(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    store<f32>(out + ((<usize>(i * outStride)) << 2), <f32>productOf(x + ((<usize>(i * xStride)) << 2), cols));
  }
}

export function reduce_sum(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    store<f32>(out + ((<usize>(i * outStride)) << 2), <f32>sumOf(x + ((<usize>(i * xStride)) << 2), cols));
  }
}
