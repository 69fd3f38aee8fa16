import { bytesAt } from './operand';

/** Loops over bools, sixteen at a time. */

/** `out = f(a, b)` where all are bool; as `binary` else. */
// @ts-ignore: decorator
@inline
export function binaryBytes<F>(
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
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + <usize>(i * outStride);
    let p = bytesAt(a + <usize>(i * aStride), aColumn, 0);
    let q = bytesAt(b + <usize>(i * bStride), bColumn, 1);
    const end = o + <usize>cols;
    const whole = o + <usize>(cols & ~15);
    for (; o < whole; o += 16, p += <usize>aColumn << 4, q += <usize>bColumn << 4) {
      v128.store(o, f.apply(v128.load(p), v128.load(q)));
    }
    for (; o < end; o += 1, p += <usize>aColumn, q += <usize>bColumn) {
      v128.store8_lane(o, f.apply(v128.load8_splat(p), v128.load8_splat(q)), 0);
    }
  }
}

/** `out = f(x)` where both are bool. */
// @ts-ignore: decorator
@inline
export function unaryBytes<F>(out: usize, x: usize, rows: u32, cols: u32, outStride: u32, xStride: u32): void {
  const f = changetype<F>(0);
  if (outStride == cols && xStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + <usize>(i * outStride);
    let p = x + <usize>(i * xStride);
    const end = o + <usize>cols;
    const whole = o + <usize>(cols & ~15);
    for (; o < whole; o += 16, p += 16) v128.store(o, f.apply(v128.load(p)));
    for (; o < end; o += 1, p += 1) v128.store8_lane(o, f.apply(v128.load8_splat(p)), 0);
  }
}
