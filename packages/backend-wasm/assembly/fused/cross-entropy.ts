import { expBelowZero } from '../math/exp';
import { fillWords } from '../move';
import { logOfSum } from '../rows/exponentials';
import { largestOf } from '../rows/extreme';
import { sumOf } from '../rows/sum';

/** The first row whose target is no column and does count, or -1. */
function firstBadTarget(target: usize, rows: u32, cols: u32, ignoreIndex: i32): i32 {
  for (let i: u32 = 0; i < rows; i++) {
    const id = load<i32>(target + (<usize>i << 2));
    // A negative one is a large unsigned number.
    if (id != ignoreIndex && <u32>id >= cols) return i;
  }
  return -1;
}

/** `-log p` of the target, and of all classes as far as the target is smoothed. Numbers are rounded once, at the end. */
export function softmaxCrossEntropy(
  loss: usize,
  largest: usize,
  logSum: usize,
  x: usize,
  target: usize,
  rows: u32,
  cols: u32,
  xStride: u32,
  ignoreIndex: i32,
  smoothing: f64,
): i32 {
  const bad = firstBadTarget(target, rows, cols, ignoreIndex);
  if (bad >= 0) return bad;
  for (let i: u32 = 0; i < rows; i++) {
    const at = <usize>i << 2;
    const p = x + (<usize>(i * xStride) << 2);
    const top = largestOf(p, cols);
    const log = logOfSum(p, cols, f32x4.splat(top));
    store<f32>(largest + at, top);
    store<f32>(logSum + at, <f32>log);
    const id = load<i32>(target + at);
    let result: f64 = 0;
    if (id != ignoreIndex) {
      result = <f64>top - <f64>load<f32>(p + (<usize>id << 2)) + log;
      if (smoothing != 0) result = (1 - smoothing) * result + smoothing * (<f64>top + log - sumOf(p, cols) / cols);
    }
    store<f32>(loss + at, <f32>result);
  }
  return -1;
}

/** `scale (softmax(x) - t)`. */
export function softmaxCrossEntropyBackward(
  out: usize,
  x: usize,
  target: usize,
  largest: usize,
  logSum: usize,
  scale: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  ignoreIndex: i32,
  smoothing: f64,
): void {
  for (let i: u32 = 0; i < rows; i++) {
    const at = <usize>i << 2;
    const o = out + (<usize>(i * outStride) << 2);
    const p = x + (<usize>(i * xStride) << 2);
    const id = load<i32>(target + at);
    if (id == ignoreIndex) {
      fillWords(o, cols, 0);
      continue;
    }
    const top = v128.load32_splat(largest + at);
    const log = v128.load32_splat(logSum + at);
    const factor = v128.load32_splat(scale + at);
    const share = smoothing / cols;
    const place = <usize>id << 2;
    // The target's own element is read before the row is written over it.
    const own = <u32>id < cols ? gradient(v128.load32_splat(p + place), top, log, splat(share + 1 - smoothing), factor) : top;
    differences(o, p, cols, top, log, splat(share), factor);
    if (<u32>id < cols) v128.store32_lane(o + place, own, 0);
  }
}

/** Rounded once, after what can be computed in double precision. */
// @ts-ignore: decorator
@inline
function splat(value: f64): v128 {
  return f32x4.splat(<f32>value);
}

// @ts-ignore: decorator
@inline
function gradient(x: v128, top: v128, log: v128, expected: v128, factor: v128): v128 {
  return f32x4.mul(f32x4.sub(expBelowZero(f32x4.sub(f32x4.sub(x, top), log)), expected), factor);
}

/** A row of gradients with the same expectation of every class. */
function differences(o: usize, p: usize, cols: u32, top: v128, log: v128, expected: v128, factor: v128): void {
  const end = o + (<usize>cols << 2);
  const whole = o + (<usize>(cols & ~3) << 2);
  for (; o < whole; o += 16, p += 16) v128.store(o, gradient(v128.load(p), top, log, expected, factor));
  for (; o < end; o += 4, p += 4) v128.store32_lane(o, gradient(v128.load32_splat(p), top, log, expected, factor), 0);
}
