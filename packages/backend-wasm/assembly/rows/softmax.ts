import { exponentials, logOfSum } from './exponentials';
import { largestOf } from './extreme';

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
    const logarithm = f32x4.splat(<f32>logOfSum(p, cols, largest));
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    for (; o < whole; o += 16, p += 16) v128.store(o, f32x4.sub(f32x4.sub(v128.load(p), largest), logarithm));
    for (; o < end; o += 4, p += 4) {
      const one = f32x4.sub(f32x4.sub(v128.load32_splat(p), largest), logarithm);
      v128.store32_lane(o, one, 0);
    }
  }
}
