import { unary } from './each';

class Square {
  apply(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}
export function unary_square(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Square>(out, x, rows, cols, outStride, xStride);
}
