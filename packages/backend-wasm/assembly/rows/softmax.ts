import { expBelowZero } from '../math/exp';
import { log1p } from '../math/log1p';
import { largestOf } from './extreme';
import { loadPart, storePart } from './part';

/** The sum of four floats' exponentials in double precision: two sums side by side. */
// @ts-ignore: decorator
@inline
function addFour(sums: v128, four: v128): v128 {
  const high = v128.shuffle<i64>(four, four, 1, 0);
  return f64x2.add(sums, f64x2.add(f64x2.promote_low_f32x4(four), f64x2.promote_low_f32x4(high)));
}

/** Sums exp(x - largest) of a row; `keep` writes the terms to `o`. */
// @ts-ignore: decorator
@inline
function exponentials(o: usize, p: usize, cols: u32, largest: v128, keep: bool): f64 {
  let sums = f64x2.splat(0);
  const whole = p + (<usize>(cols & ~3) << 2);
  for (; p < whole; o += 16, p += 16) {
    const four = expBelowZero(f32x4.sub(v128.load(p), largest));
    if (keep) v128.store(o, four);
    sums = addFour(sums, four);
  }
  const rest = cols & 3;
  if (rest != 0) {
    // exp(-Infinity) is 0.
    const four = expBelowZero(f32x4.sub(loadPart(p, rest, f32x4.splat(-Infinity)), largest));
    if (keep) storePart(o, four, rest);
    sums = addFour(sums, four);
  }
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** softmax(x) = exp(x - max) / sum exp(x - max) for each row. */
export function row_softmax(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    const p = x + (<usize>(i * xStride) << 2);
    const scale = <f32>(1 / exponentials(o, p, cols, f32x4.splat(largestOf(p, cols)), true));
    const scales = f32x4.splat(scale);
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    for (; o < whole; o += 16) v128.store(o, f32x4.mul(v128.load(o), scales));
    for (; o < end; o += 4) store<f32>(o, load<f32>(o) * scale);
  }
}

/** The logarithm of softmax: x - max - log(sum). */
export function row_logSoftmax(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + (<usize>(i * xStride) << 2);
    const largest = f32x4.splat(largestOf(p, cols));
    // The largest term is 1; log1p keeps what little the others may be.
    const others = f64x2.splat(exponentials(0, p, cols, largest, false) - 1);
    const logarithm = f32x4.splat(<f32>f64x2.extract_lane(log1p(others), 0));
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    for (; o < whole; o += 16, p += 16) v128.store(o, f32x4.sub(f32x4.sub(v128.load(p), largest), logarithm));
    for (; o < end; o += 4, p += 4) {
      const one = f32x4.sub(f32x4.sub(v128.load32_splat(p), largest), logarithm);
      v128.store32_lane(o, one, 0);
    }
  }
}
