import { cosh } from '../math/cosh';
import { expm1 } from '../math/expm1';
import { log1p } from '../math/log1p';
import { unaryPairs } from '../math/parts/loops';
import { sinh } from '../math/sinh';
import { softplus } from '../math/softplus';

class Cosh {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return cosh(x);
  }
}
/** The hyperbolic cosine. */
export function unary_cosh(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryPairs<Cosh>(out, x, rows, cols, outStride, xStride);
}

class Expm1 {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return expm1(x);
  }
}
/** e ** x - 1. */
export function unary_expm1(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryPairs<Expm1>(out, x, rows, cols, outStride, xStride);
}

class Log1p {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return log1p(x);
  }
}
/** ln(1 + x). */
export function unary_log1p(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryPairs<Log1p>(out, x, rows, cols, outStride, xStride);
}

class Sinh {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return sinh(x);
  }
}
/** The hyperbolic sine. */
export function unary_sinh(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryPairs<Sinh>(out, x, rows, cols, outStride, xStride);
}

class Softplus {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return softplus(x);
  }
}
/** ln(1 + e ** x). */
export function unary_softplus(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryPairs<Softplus>(out, x, rows, cols, outStride, xStride);
}
