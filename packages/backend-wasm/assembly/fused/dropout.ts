import { boolsOf, wordsOf } from '../lanes';
import { sixteen } from '../random/philox';
import { scratch } from '../scratch';

/**
 * `x scale` where `random_bernoulli` of the same draw is true, else `x 0`: element `first + i cols + j` of the stream stands in
 * row i, column j. Sixteen numbers at a time are made in working space.
 */
export function dropout(
  out: usize,
  mask: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  maskStride: u32,
  xStride: u32,
  first: f64,
  key0: u32,
  key1: u32,
  draw: u32,
  step: u32,
  call: u32,
  probability: f64,
  scale: f32,
): void {
  const limit = f32x4.splat(<f32>ceil(probability * 16777216));
  const scales = f32x4.splat(scale);
  if (outStride == cols && maskStride == cols && xStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let element = <u64>first + <u64>i * cols;
    let o = out + (<usize>(i * outStride) << 2);
    let m = mask + <usize>(i * maskStride);
    let p = x + (<usize>(i * xStride) << 2);
    let left = cols;
    // Elements of the first block that come before the row.
    let skip = <u32>element & 3;
    while (left > 0) {
      const count = min(left, 16 - skip);
      sixteen(scratch, <u32>(element >> 2), key0, key1, draw, step, call);
      if (count == 16) all(o, m, p, limit, scales);
      else some(o, m, p, scratch + (<usize>skip << 2), count, limit, scales);
      o += <usize>count << 2;
      m += count;
      p += <usize>count << 2;
      element += count;
      left -= count;
      skip = 0;
    }
  }
}

/** Sixteen elements. */
// @ts-ignore: decorator
@inline
function all(o: usize, m: usize, p: usize, limit: v128, scales: v128): void {
  const keep0 = f32x4.lt(v128.load(scratch), limit);
  const keep1 = f32x4.lt(v128.load(scratch, 16), limit);
  const keep2 = f32x4.lt(v128.load(scratch, 32), limit);
  const keep3 = f32x4.lt(v128.load(scratch, 48), limit);
  v128.store(o, f32x4.mul(v128.load(p), v128.and(keep0, scales)));
  v128.store(o, f32x4.mul(v128.load(p, 16), v128.and(keep1, scales)), 16);
  v128.store(o, f32x4.mul(v128.load(p, 32), v128.and(keep2, scales)), 32);
  v128.store(o, f32x4.mul(v128.load(p, 48), v128.and(keep3, scales)), 48);
  v128.store(m, boolsOf(keep0, keep1, keep2, keep3));
}

/** Fewer than sixteen, one by one. */
function some(o: usize, m: usize, p: usize, numbers: usize, count: u32, limit: v128, scales: v128): void {
  const end = o + (<usize>count << 2);
  for (; o < end; o += 4, m += 1, p += 4, numbers += 4) {
    const keep = f32x4.lt(v128.load32_splat(numbers), limit);
    v128.store32_lane(o, f32x4.mul(v128.load32_splat(p), v128.and(keep, scales)), 0);
    store<u8>(m, <u8>i32x4.extract_lane(keep, 0) & 1);
  }
}

/** `gradient scale` where `mask` is true, else `gradient 0`. */
export function dropoutBackward(
  out: usize,
  gradient: usize,
  mask: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  gradientStride: u32,
  maskStride: u32,
  scale: f32,
): void {
  const scales = f32x4.splat(scale);
  if (outStride == cols && gradientStride == cols && maskStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let g = gradient + (<usize>(i * gradientStride) << 2);
    let m = mask + <usize>(i * maskStride);
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    for (; o < whole; o += 16, g += 16, m += 4) {
      const kept = i32x4.ne(wordsOf(m), i32x4.splat(0));
      v128.store(o, f32x4.mul(v128.load(g), v128.and(kept, scales)));
    }
    for (; o < end; o += 4, g += 4, m += 1) store<f32>(o, load<f32>(g) * (load<u8>(m) != 0 ? scale : 0));
  }
}
