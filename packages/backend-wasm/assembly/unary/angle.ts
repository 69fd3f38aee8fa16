import { atan } from '../math/atan';
import { unaryPairs } from '../math/parts/loops';
import { sinFrom } from '../math/sin-cos';

class Atan {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return atan(x);
  }
}
/** The angle whose tangent is x. */
export function unary_atan(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryPairs<Atan>(out, x, rows, cols, outStride, xStride);
}

class Cos {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return sinFrom(x, 1);
  }
}
/** The cosine, of any float. */
export function unary_cos(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryPairs<Cos>(out, x, rows, cols, outStride, xStride);
}

class Sin {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return sinFrom(x, 0);
  }
}
/** The sine, of any float. */
export function unary_sin(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryPairs<Sin>(out, x, rows, cols, outStride, xStride);
}
