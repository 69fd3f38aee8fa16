import { moveBytes } from '../move';

/** Rows of `a` and `b` side by side, in bytes. */
function concat(out: usize, a: usize, b: usize, rows: u32, aBytes: usize, bBytes: usize): void {
  for (let i: u32 = 0; i < rows; i++, out += aBytes + bBytes, a += aBytes, b += bBytes) {
    moveBytes(out, a, aBytes);
    moveBytes(out + aBytes, b, bBytes);
  }
}

export function concat_float32(out: usize, a: usize, b: usize, rows: u32, aCols: u32, bCols: u32): void {
  concat(out, a, b, rows, (<usize>aCols) << 2, (<usize>bCols) << 2);
}

export function concat_int32(out: usize, a: usize, b: usize, rows: u32, aCols: u32, bCols: u32): void {
  concat(out, a, b, rows, (<usize>aCols) << 2, (<usize>bCols) << 2);
}

export function concat_bool(out: usize, a: usize, b: usize, rows: u32, aCols: u32, bCols: u32): void {
  concat(out, a, b, rows, aCols, bCols);
}
