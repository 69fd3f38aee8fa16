import { fillWords } from '../move';

/** One value everywhere. */

function fill(out: usize, rows: u32, cols: u32, outStride: u32, word: u32): void {
  if (outStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) fillWords(out + ((<usize>(i * outStride)) << 2), cols, word);
}

export function fill_float32(out: usize, rows: u32, cols: u32, outStride: u32, value: f32): void {
  fill(out, rows, cols, outStride, reinterpret<u32>(value));
}

export function fill_int32(out: usize, rows: u32, cols: u32, outStride: u32, value: i32): void {
  fill(out, rows, cols, outStride, value);
}

export function fill_bool(out: usize, rows: u32, cols: u32, outStride: u32, value: i32): void {
  if (outStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) memory.fill(out + <usize>(i * outStride), <u8>value, cols);
}
