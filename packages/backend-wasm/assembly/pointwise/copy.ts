import { moveRows } from '../move';

/** Strided rows in, strided rows out. */

export function copy_float32(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  moveRows(out, x, rows, (<usize>cols) << 2, (<usize>outStride) << 2, (<usize>xStride) << 2);
}

export function copy_int32(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  moveRows(out, x, rows, (<usize>cols) << 2, (<usize>outStride) << 2, (<usize>xStride) << 2);
}

export function copy_bool(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  moveRows(out, x, rows, cols, outStride, xStride);
}
