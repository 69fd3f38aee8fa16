import { unary } from '../each';

class Ceil {
  apply(x: v128): v128 {
    return f32x4.ceil(x);
  }
}
/** The next integer above. */
export function unary_ceil(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Ceil>(out, x, rows, cols, outStride, xStride);
}

class Floor {
  apply(x: v128): v128 {
    return f32x4.floor(x);
  }
}
/** The next integer below. */
export function unary_floor(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Floor>(out, x, rows, cols, outStride, xStride);
}

class Round {
  apply(x: v128): v128 {
    return f32x4.nearest(x);
  }
}
/** The nearest integer, the even one of two. */
export function unary_round(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Round>(out, x, rows, cols, outStride, xStride);
}
