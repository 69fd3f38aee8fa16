import { erf } from '../math/erf';
import { exp } from '../math/exp';
import { log } from '../math/log';
import { unaryFours } from '../math/parts/loops';
import { sigmoid } from '../math/sigmoid';
import { tanh } from '../math/tanh';

class Erf {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return erf(x);
  }
}
/** The error function. */
export function unary_erf(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryFours<Erf>(out, x, rows, cols, outStride, xStride);
}

class Exp {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return exp(x);
  }
}
/** e ** x. */
export function unary_exp(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryFours<Exp>(out, x, rows, cols, outStride, xStride);
}

class Log {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return log(x);
  }
}
/** The natural logarithm. */
export function unary_log(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryFours<Log>(out, x, rows, cols, outStride, xStride);
}

class Sigmoid {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return sigmoid(x);
  }
}
/** 1 / (1 + e ** -x). */
export function unary_sigmoid(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryFours<Sigmoid>(out, x, rows, cols, outStride, xStride);
}

class Tanh {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return tanh(x);
  }
}
/** The hyperbolic tangent. */
export function unary_tanh(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryFours<Tanh>(out, x, rows, cols, outStride, xStride);
}
