import { expBelowZero } from '../math/exp';
import { log1p } from '../math/log1p';
import { fillWords } from '../move';
import { addFour, exponentials } from '../rows/exponentials';
import { largestOf } from '../rows/extreme';

/** Rows whose scores are held at a time. The table counts on it for the size of scratch. */
export const TILE: u32 = 32;

/** Elements of a packed row: whole panels. */
// @ts-ignore: decorator
@inline
export function padded(cols: u32): usize {
  return <usize>((cols + 7) & ~7);
}

/** How many of the keys row i sees. */
// @ts-ignore: decorator
@inline
export function seenBy(i: u32, keys: u32, causal: i32, offset: i32): u32 {
  if (causal == 0) return keys;
  return <u32>max<i64>(0, min<i64>(keys, <i64>i + offset + 1));
}

/** Products of q and k become scores: `product scale + bias`. Column strides are 0 or 1. */
function toScores(row: usize, count: u32, scale: v128, bias: usize, biasColumn: u32): void {
  const end = row + (<usize>count << 2);
  const whole = row + (<usize>(count & ~3) << 2);
  if (biasColumn == 0) {
    if (count == 0) return;
    const same = v128.load32_splat(bias);
    for (; row < whole; row += 16) v128.store(row, f32x4.add(f32x4.mul(v128.load(row), scale), same));
    for (; row < end; row += 4) v128.store32_lane(row, f32x4.add(f32x4.mul(v128.load32_splat(row), scale), same), 0);
    return;
  }
  for (; row < whole; row += 16, bias += 16) {
    v128.store(row, f32x4.add(f32x4.mul(v128.load(row), scale), v128.load(bias)));
  }
  for (; row < end; row += 4, bias += 4) {
    v128.store32_lane(row, f32x4.add(f32x4.mul(v128.load32_splat(row), scale), v128.load32_splat(bias)), 0);
  }
}

/**
 * Products of a row become probabilities of the `own` keys that it sees, 0 for the others up to `count`. Returns
 * `log sum exp(scores)`.
 */
export function toProbabilities(row: usize, own: u32, count: u32, scale: v128, bias: usize, biasColumn: u32): f32 {
  toScores(row, own, scale, bias, biasColumn);
  const largest = largestOf(row, own);
  if (largest == -Infinity) {
    fillWords(row, count, 0);
    return largest;
  }
  const sum = exponentials(row, row, own, f32x4.splat(largest), true);
  const share = f32x4.splat(<f32>(1 / sum));
  const end = row + (<usize>own << 2);
  const whole = row + (<usize>(own & ~3) << 2);
  let p = row;
  for (; p < whole; p += 16) v128.store(p, f32x4.mul(v128.load(p), share));
  for (; p < end; p += 4) v128.store32_lane(p, f32x4.mul(v128.load32_splat(p), share), 0);
  fillWords(end, count - own, 0);
  return <f32>(<f64>largest + f64x2.extract_lane(log1p(f64x2.splat(sum - 1)), 0));
}

/**
 * Products of q and k (`row`) become probabilities again, and products of the gradient and v (`slopes`) the gradients of the
 * products of q and k: `scale p (slope - sum of p slope)`. Both are 0 for keys that the row does not see.
 */
export function toSlopes(
  row: usize, slopes: usize, own: u32, count: u32, scale: v128, bias: usize, biasColumn: u32, lse: f32,
): void {
  if (lse == -Infinity) own = 0;
  toScores(row, own, scale, bias, biasColumn);
  const total = f32x4.splat(lse);
  const whole = <usize>(own & ~3) << 2;
  const end = <usize>own << 2;
  let sums = f64x2.splat(0);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const p = expBelowZero(f32x4.sub(v128.load(row + at), total));
    v128.store(row + at, p);
    sums = addFour(sums, f32x4.mul(p, v128.load(slopes + at)));
  }
  let mean = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; at < end; at += 4) {
    const p = f32x4.extract_lane(expBelowZero(f32x4.sub(v128.load32_splat(row + at), total)), 0);
    store<f32>(row + at, p);
    mean += <f64>(p * load<f32>(slopes + at));
  }
  const means = f32x4.splat(<f32>mean);
  for (at = 0; at < whole; at += 16) v128.store(slopes + at, slope(v128.load(row + at), v128.load(slopes + at), means, scale));
  for (; at < end; at += 4) {
    v128.store32_lane(slopes + at, slope(v128.load32_splat(row + at), v128.load32_splat(slopes + at), means, scale), 0);
  }
  fillWords(row + end, count - own, 0);
  fillWords(slopes + end, count - own, 0);
}

// @ts-ignore: decorator
@inline
function slope(p: v128, along: v128, mean: v128, scale: v128): v128 {
  return f32x4.mul(scale, f32x4.mul(p, f32x4.sub(along, mean)));
}
