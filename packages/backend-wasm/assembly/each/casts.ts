import { boolsOf, wordsOf } from '../lanes';

/** Loops between elements of 4 bytes and bools. */

/** `out = f(x)` where `f` tests four words (a lane of all ones where true) and `out` is bool. */
// @ts-ignore: decorator
@inline
export function wordsToBools<F>(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  const f = changetype<F>(0);
  if (outStride == cols && xStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + <usize>(i * outStride);
    let p = x + (<usize>(i * xStride) << 2);
    const end = o + <usize>cols;
    const sixteens = o + <usize>(cols & ~15);
    for (; o < sixteens; o += 16, p += 64) {
      const first = f.apply(v128.load(p));
      const second = f.apply(v128.load(p, 16));
      const third = f.apply(v128.load(p, 32));
      v128.store(o, boolsOf(first, second, third, f.apply(v128.load(p, 48))));
    }
    for (; o < end; o += 1, p += 4) store<u8>(o, i32x4.extract_lane(f.apply(v128.load32_splat(p)), 0) & 1);
  }
}

/** `out = f(x)` where `f` gets four bools as words and `out` has elements of 4 bytes. */
// @ts-ignore: decorator
@inline
export function boolsToWords<F>(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  const f = changetype<F>(0);
  if (outStride == cols && xStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + <usize>(i * xStride);
    const end = o + (<usize>cols << 2);
    const whole = o + (<usize>(cols & ~3) << 2);
    for (; o < whole; o += 16, p += 4) v128.store(o, f.apply(wordsOf(p)));
    for (; o < end; o += 4, p += 1) v128.store32_lane(o, f.apply(i32x4.splat(load<u8>(p))), 0);
  }
}
