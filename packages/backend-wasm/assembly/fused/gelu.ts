import { erf } from '../math/erf';
import { expBelowZero } from '../math/exp';
import { binaryFours, unaryFours } from '../math/parts/loops';
import { loaded, mulAdd, one } from '../math/parts/single';
import { sigmoid } from '../math/sigmoid';

const half = loaded(0.5);
const minusHalf = loaded(-0.5);
const rootHalf = loaded(0.7071067811865476);
const density = loaded(0.3989422804014327); // 1 / sqrt(2 pi)
const inner = loaded(1.5957691216057308); // sqrt(8 / pi)
const outer = loaded(0.07135481627260025); // 0.044715 sqrt(8 / pi)
const outer3 = loaded(0.21406444881780074);

/** `(1 + erf(x / sqrt(2))) / 2`. */
// @ts-ignore: decorator
@inline
function share(x: v128): v128 {
  return mulAdd(erf(f32x4.mul(x, rootHalf)), half, half);
}

/** `(1 + tanh u) / 2 = sigmoid(2 u)` with `u = sqrt(2 / pi) (x + 0.044715 x^3)`. */
// @ts-ignore: decorator
@inline
function tanhShare(x: v128): v128 {
  return sigmoid(f32x4.mul(x, mulAdd(f32x4.mul(x, x), outer, inner)));
}

class Gelu {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return f32x4.mul(x, share(x));
  }
}

class TanhGelu {
  // @ts-ignore: decorator
  @inline
  apply(x: v128): v128 {
    return f32x4.mul(x, tanhShare(x));
  }
}

class GeluBackward {
  // @ts-ignore: decorator
  @inline
  apply(g: v128, x: v128): v128 {
    const bell = expBelowZero(f32x4.mul(f32x4.mul(x, x), minusHalf));
    return f32x4.mul(g, mulAdd(f32x4.mul(x, density), bell, share(x)));
  }
}

class TanhGeluBackward {
  // @ts-ignore: decorator
  @inline
  apply(g: v128, x: v128): v128 {
    const s = tanhShare(x);
    const slope = f32x4.mul(f32x4.mul(s, f32x4.sub(one, s)), mulAdd(f32x4.mul(x, x), outer3, inner));
    return f32x4.mul(g, mulAdd(x, slope, s));
  }
}

/** GELU by the error function. */
export function gelu_none(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryFours<Gelu>(out, x, rows, cols, outStride, xStride);
}

/** GELU by tanh. */
export function gelu_tanh(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  unaryFours<TanhGelu>(out, x, rows, cols, outStride, xStride);
}

/** The gradient of GELU by the error function. */
export function geluBackward_none(
  out: usize,
  gradient: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  gradientStride: u32,
  xStride: u32,
): void {
  binaryFours<GeluBackward>(out, gradient, x, rows, cols, outStride, gradientStride, xStride);
}

/** The gradient of GELU by tanh. */
export function geluBackward_tanh(
  out: usize,
  gradient: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  gradientStride: u32,
  xStride: u32,
): void {
  binaryFours<TanhGeluBackward>(out, gradient, x, rows, cols, outStride, gradientStride, xStride);
}
