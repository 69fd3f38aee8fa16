import { boolsOf } from '../lanes';
import { wordsAt } from './operand';

/**
 * `out = f(a, b)` where `f` compares four words (a lane of all ones where true) and `out` is bool; as `binary` else.
 */
// @ts-ignore: decorator
@inline
export function compare<F>(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  const f = changetype<F>(0);
  if (rows == 0 || cols == 0) return;
  if (outStride == cols && aStride == aColumn * cols && bStride == bColumn * cols) {
    cols *= rows;
    rows = 1;
  } else if (cols == 1 && outStride == 1 && aStride <= 1 && bStride <= 1) {
    cols = rows;
    rows = 1;
    aColumn = aStride;
    bColumn = bStride;
  }
  const aStep = <usize>aColumn << 4;
  const bStep = <usize>bColumn << 4;
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + <usize>(i * outStride);
    let p = wordsAt(a + (<usize>(i * aStride) << 2), aColumn, 0);
    let q = wordsAt(b + (<usize>(i * bStride) << 2), bColumn, 1);
    const end = o + <usize>cols;
    const sixteens = o + <usize>(cols & ~15);
    const fours = o + <usize>(cols & ~3);
    for (; o < sixteens; o += 16, p += 4 * aStep, q += 4 * bStep) {
      const first = f.apply(v128.load(p), v128.load(q));
      const second = f.apply(v128.load(p + aStep), v128.load(q + bStep));
      const third = f.apply(v128.load(p + 2 * aStep), v128.load(q + 2 * bStep));
      const fourth = f.apply(v128.load(p + 3 * aStep), v128.load(q + 3 * bStep));
      v128.store(o, boolsOf(first, second, third, fourth));
    }
    for (; o < fours; o += 4, p += aStep, q += bStep) {
      const mask = f.apply(v128.load(p), v128.load(q));
      v128.store32_lane(o, boolsOf(mask, mask, mask, mask), 0);
    }
    for (; o < end; o += 1, p += aStep >> 2, q += bStep >> 2) {
      store<u8>(o, i32x4.extract_lane(f.apply(v128.load32_splat(p), v128.load32_splat(q)), 0) & 1);
    }
  }
}
