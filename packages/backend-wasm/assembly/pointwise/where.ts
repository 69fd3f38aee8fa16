import { wordsOf } from '../lanes';
import { bytesAt, wordsAt } from '../each/operand';

/** `condition ? a : b`. Column strides of 0 or 1 are those of `operand.ts`. */

/** For elements of 4 bytes. */
function whereWords(
  out: usize,
  condition: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  conditionStride: u32,
  aStride: u32,
  bStride: u32,
  conditionColumn: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  if (rows == 0 || cols == 0) return;
  const dense = conditionStride == conditionColumn * cols && aStride == aColumn * cols && bStride == bColumn * cols;
  if (outStride == cols && dense) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + ((<usize>(i * outStride)) << 2);
    let c = bytesAt(condition + <usize>(i * conditionStride), conditionColumn, 0);
    let p = wordsAt(a + ((<usize>(i * aStride)) << 2), aColumn, 1);
    let q = wordsAt(b + ((<usize>(i * bStride)) << 2), bColumn, 2);
    const end = o + ((<usize>cols) << 2);
    const whole = o + ((<usize>(cols & ~3)) << 2);
    for (
      ;
      o < whole;
      o += 16, c += (<usize>conditionColumn) << 2, p += (<usize>aColumn) << 4, q += (<usize>bColumn) << 4
    ) {
      const rejected = i32x4.eq(wordsOf(c), i32x4.splat(0));
      v128.store(o, v128.bitselect(v128.load(q), v128.load(p), rejected));
    }
    for (; o < end; o += 4, c += conditionColumn, p += (<usize>aColumn) << 2, q += (<usize>bColumn) << 2) {
      store<u32>(o, load<u8>(c) != 0 ? load<u32>(p) : load<u32>(q));
    }
  }
}

export function where_float32(
  out: usize,
  condition: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  conditionStride: u32,
  aStride: u32,
  bStride: u32,
  conditionColumn: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  whereWords(
    out,
    condition,
    a,
    b,
    rows,
    cols,
    outStride,
    conditionStride,
    aStride,
    bStride,
    conditionColumn,
    aColumn,
    bColumn,
  );
}

export function where_int32(
  out: usize,
  condition: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  conditionStride: u32,
  aStride: u32,
  bStride: u32,
  conditionColumn: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  whereWords(
    out,
    condition,
    a,
    b,
    rows,
    cols,
    outStride,
    conditionStride,
    aStride,
    bStride,
    conditionColumn,
    aColumn,
    bColumn,
  );
}

export function where_bool(
  out: usize,
  condition: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  conditionStride: u32,
  aStride: u32,
  bStride: u32,
  conditionColumn: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  if (rows == 0 || cols == 0) return;
  const dense = conditionStride == conditionColumn * cols && aStride == aColumn * cols && bStride == bColumn * cols;
  if (outStride == cols && dense) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + <usize>(i * outStride);
    let c = bytesAt(condition + <usize>(i * conditionStride), conditionColumn, 0);
    let p = bytesAt(a + <usize>(i * aStride), aColumn, 1);
    let q = bytesAt(b + <usize>(i * bStride), bColumn, 2);
    const end = o + <usize>cols;
    const whole = o + <usize>(cols & ~15);
    for (
      ;
      o < whole;
      o += 16, c += (<usize>conditionColumn) << 4, p += (<usize>aColumn) << 4, q += (<usize>bColumn) << 4
    ) {
      const rejected = i8x16.eq(v128.load(c), i8x16.splat(0));
      v128.store(o, v128.bitselect(v128.load(q), v128.load(p), rejected));
    }
    for (; o < end; o += 1, c += conditionColumn, p += aColumn, q += bColumn) {
      store<u8>(o, load<u8>(c) != 0 ? load<u8>(p) : load<u8>(q));
    }
  }
}
