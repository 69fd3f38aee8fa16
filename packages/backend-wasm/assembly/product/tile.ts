import { madd } from '../madd';

/** What a tile does with what `out` holds. */
export namespace Mode {
  /** Nothing: the sums start at 0. */
  export const SET: u32 = 0;
  /** It is the sum of the terms before: the sums start there. */
  export const CONTINUE: u32 = 1;
  /** The finished sums are added to it. */
  export const ADD: u32 = 2;
}

/** Rows of the largest tile. With one-rounding multiply-adds six rows fit in the registers; else four do, and products need one of their own. */
export const GROUP: u32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;

/** How many of the rows are done in groups. Eight are two fours: two rows beside a six would take as long as two fours. */
// @ts-ignore: decorator
@inline
export function inGroups(rows: u32): u32 {
  const rest = rows % GROUP;
  return GROUP == 6 && rest == 2 && rows >= 8 ? rows - 8 : rows - rest;
}

/**
 * Four rows and eight columns of a product. Row i of A starts at `a + i aBytes` and goes on every `aStep` bytes; row k of B is
 * eight numbers at `b + k bBytes`. Every sum runs over `inner` in order; finished, the bias is added to it, unless that is at 0. The loop is not unrolled: V8 loads ahead all that a
 * block will need, and the sums would no longer fit in registers.
 */
export function tile4x8(
  out: usize, outBytes: usize, a: usize, aBytes: usize, aStep: usize, b: usize, bBytes: usize, inner: u32, mode: u32,
  bias: usize,
): void {
  const out1 = out + outBytes;
  const out2 = out1 + outBytes;
  const out3 = out2 + outBytes;
  let a0 = a;
  let a1 = a0 + aBytes;
  let a2 = a1 + aBytes;
  let a3 = a2 + aBytes;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (mode == Mode.CONTINUE) {
    c00 = v128.load(out);
    c01 = v128.load(out, 16);
    c10 = v128.load(out1);
    c11 = v128.load(out1, 16);
    c20 = v128.load(out2);
    c21 = v128.load(out2, 16);
    c30 = v128.load(out3);
    c31 = v128.load(out3, 16);
  }
  for (; inner != 0; inner--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a1);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a2);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a3);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += bBytes;
  }
  finish(out, c00, c01, mode, bias);
  finish(out1, c10, c11, mode, bias);
  finish(out2, c20, c21, mode, bias);
  finish(out3, c30, c31, mode, bias);
}

/** One row and eight columns, by the same sums. */
export function tile1x8(
  out: usize, a: usize, aStep: usize, b: usize, bBytes: usize, inner: u32, mode: u32,
  bias: usize,
): void {
  let c0 = f32x4.splat(0), c1 = c0;
  if (mode == Mode.CONTINUE) {
    c0 = v128.load(out);
    c1 = v128.load(out, 16);
  }
  for (; inner != 0; inner--) {
    const x = v128.load32_splat(a);
    c0 = madd(x, v128.load(b), c0);
    c1 = madd(x, v128.load(b, 16), c1);
    a += aStep;
    b += bBytes;
  }
  finish(out, c0, c1, mode, bias);
}

/** One row and 24 columns, whose eights are `panelBytes` apart: what a product of one row needs to keep the adders busy. */
export function tile1x24(
  out: usize, a: usize, aStep: usize, b: usize, bBytes: usize, panelBytes: usize, inner: u32, mode: u32,
  bias: usize,
): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
  if (mode == Mode.CONTINUE) {
    c0 = v128.load(out);
    c1 = v128.load(out, 16);
    c2 = v128.load(out, 32);
    c3 = v128.load(out, 48);
    c4 = v128.load(out, 64);
    c5 = v128.load(out, 80);
  }
  let second = b + panelBytes;
  let third = second + panelBytes;
  for (; inner != 0; inner--) {
    const x = v128.load32_splat(a);
    c0 = madd(x, v128.load(b), c0);
    c1 = madd(x, v128.load(b, 16), c1);
    c2 = madd(x, v128.load(second), c2);
    c3 = madd(x, v128.load(second, 16), c3);
    c4 = madd(x, v128.load(third), c4);
    c5 = madd(x, v128.load(third, 16), c5);
    a += aStep;
    b += bBytes;
    second += bBytes;
    third += bBytes;
  }
  finish(out, c0, c1, mode, bias);
  finish(out + 32, c2, c3, mode, biasOf(bias, 8));
  finish(out + 64, c4, c5, mode, biasOf(bias, 16));
}

/** Where the biases of column j and on are. */
// @ts-ignore: decorator
@inline
export function biasOf(bias: usize, j: u32): usize {
  return bias == 0 ? 0 : bias + (<usize>j << 2);
}

/** Stores eight finished sums. */
// @ts-ignore: decorator
@inline
export function finish(out: usize, c0: v128, c1: v128, mode: u32, bias: usize): void {
  if (bias != 0) {
    c0 = f32x4.add(c0, v128.load(bias));
    c1 = f32x4.add(c1, v128.load(bias, 16));
  }
  if (mode == Mode.ADD) {
    c0 = f32x4.add(v128.load(out), c0);
    c1 = f32x4.add(v128.load(out, 16), c1);
  }
  v128.store(out, c0);
  v128.store(out, c1, 16);
}
