import { unary } from '../each';
import { loaded, one, sizeOf, withSign } from '../math/parts/single';

const zero = loaded(0);

class Abs {
  apply(x: v128): v128 {
    return f32x4.abs(x);
  }
}
/** |x|. */
export function unary_abs(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Abs>(out, x, rows, cols, outStride, xStride);
}

class Neg {
  apply(x: v128): v128 {
    return f32x4.neg(x);
  }
}
/** -x. */
export function unary_neg(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Neg>(out, x, rows, cols, outStride, xStride);
}

class Reciprocal {
  apply(x: v128): v128 {
    return f32x4.div(one, x);
  }
}
/** 1 / x. */
export function unary_reciprocal(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Reciprocal>(out, x, rows, cols, outStride, xStride);
}

class Relu {
  apply(x: v128): v128 {
    return f32x4.pmax(x, zero);
  }
}
/** x, or 0 where x is below; NaN and -0 stay. */
export function unary_relu(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Relu>(out, x, rows, cols, outStride, xStride);
}

class Rsqrt {
  apply(x: v128): v128 {
    return f32x4.div(one, f32x4.sqrt(x));
  }
}
/** 1 / sqrt x. */
export function unary_rsqrt(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Rsqrt>(out, x, rows, cols, outStride, xStride);
}

class Sign {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    const size = sizeOf(x);
    return v128.bitselect(withSign(one, x, size), x, f32x4.gt(size, zero));
  }
}
/** 1 or -1; zeros and NaN stay. */
export function unary_sign(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Sign>(out, x, rows, cols, outStride, xStride);
}

class Sqrt {
  apply(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}
/** The square root, NaN below zero. */
export function unary_sqrt(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Sqrt>(out, x, rows, cols, outStride, xStride);
}

class Square {
  apply(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}
/** x x. */
export function unary_square(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unary<Square>(out, x, rows, cols, outStride, xStride);
}
