import { addFour } from '../rows/exponentials';
import { sumOf } from '../rows/sum';
import { squaresOf } from './squares';

/** What normalizes a row, and what becomes of an element. */
// @ts-ignore: decorator
@inline
function affine(x: v128, mean: v128, rstd: v128, weight: v128, bias: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.mul(f32x4.sub(x, mean), rstd), weight), bias);
}

/** `(x - mean) rstd weight + bias` for each row. */
export function layerNorm(
  out: usize,
  mean: usize,
  rstd: usize,
  x: usize,
  weight: usize,
  bias: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  epsilon: f64,
): void {
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + (<usize>(i * xStride) << 2);
    const center = sumOf(p, cols) / cols;
    const scale = <f32>(1 / sqrt(squaresOf(p, cols, center) / cols + epsilon));
    store<f32>(mean + (<usize>i << 2), <f32>center);
    store<f32>(rstd + (<usize>i << 2), scale);
    const m = f32x4.splat(<f32>center);
    const r = f32x4.splat(scale);
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    let w = weight;
    let b = bias;
    for (; o < whole; o += 16, p += 16, w += 16, b += 16) {
      v128.store(o, affine(v128.load(p), m, r, v128.load(w), v128.load(b)));
    }
    for (; o < end; o += 4, p += 4, w += 4, b += 4) {
      const one = affine(v128.load32_splat(p), m, r, v128.load32_splat(w), v128.load32_splat(b));
      v128.store32_lane(o, one, 0);
    }
  }
}

/** `rstd (h - mean(h) - n mean(h n))` with `h = gradient weight` and `n = (x - mean) rstd`. */
export function layerNormBackward(
  out: usize,
  gradient: usize,
  x: usize,
  weight: usize,
  mean: usize,
  rstd: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  gradientStride: u32,
  xStride: u32,
): void {
  for (let i: u32 = 0; i < rows; i++) {
    const o = out + (<usize>(i * outStride) << 2);
    const g = gradient + (<usize>(i * gradientStride) << 2);
    const p = x + (<usize>(i * xStride) << 2);
    backwardRow(o, g, p, weight, v128.load32_splat(mean + (<usize>i << 2)), v128.load32_splat(rstd + (<usize>i << 2)), cols);
  }
}

function backwardRow(o: usize, g: usize, p: usize, w: usize, mean: v128, rstd: v128, cols: u32): void {
  const whole = <usize>(cols & ~3) << 2;
  const end = <usize>cols << 2;
  let slopes = f64x2.splat(0);
  let products = slopes;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const h = f32x4.mul(v128.load(g + at), v128.load(w + at));
    slopes = addFour(slopes, h);
    products = addFour(products, f32x4.mul(h, f32x4.mul(f32x4.sub(v128.load(p + at), mean), rstd)));
  }
  let slope = f64x2.extract_lane(slopes, 0) + f64x2.extract_lane(slopes, 1);
  let along = f64x2.extract_lane(products, 0) + f64x2.extract_lane(products, 1);
  for (; at < end; at += 4) {
    const h = load<f32>(g + at) * load<f32>(w + at);
    slope += h;
    along += <f64>h * ((load<f32>(p + at) - f32x4.extract_lane(mean, 0)) * f32x4.extract_lane(rstd, 0));
  }
  const shift = f32x4.splat(<f32>(slope / cols));
  const tilt = f32x4.splat(<f32>(along / cols));
  for (at = 0; at < whole; at += 16) {
    v128.store(o + at, pulled(v128.load(g + at), v128.load(p + at), v128.load(w + at), mean, rstd, shift, tilt));
  }
  for (; at < end; at += 4) {
    const one = v128.load32_splat(g + at);
    v128.store32_lane(o + at, pulled(one, v128.load32_splat(p + at), v128.load32_splat(w + at), mean, rstd, shift, tilt), 0);
  }
}

// @ts-ignore: decorator
@inline
function pulled(g: v128, x: v128, w: v128, mean: v128, rstd: v128, shift: v128, tilt: v128): v128 {
  const normal = f32x4.mul(f32x4.sub(x, mean), rstd);
  return f32x4.mul(rstd, f32x4.sub(f32x4.sub(f32x4.mul(g, w), shift), f32x4.mul(normal, tilt)));
}
