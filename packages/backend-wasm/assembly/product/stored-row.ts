import { madd } from '../madd';
import { biasOf, finish } from './tile';

/** Columns of a tile: what keeps the adders busy while numbers are turned around. */
export const STORED_COLUMNS: u32 = 16;

/**
 * One row of A, a number every `aStep` bytes, times B stored `[cols, inner]`; `cols` is a multiple of `STORED_COLUMNS`. Fours of stored rows are turned
 * around in registers, as packing would cost more than the product. Every sum runs over `inner` in order.
 */
export function rowTimesStored(
  out: usize, a: usize, aStep: usize, b: usize, bBytes: usize, cols: u32, inner: u32, mode: u32, bias: usize,
): void {
  for (let j: u32 = 0; j < cols; j += STORED_COLUMNS) {
    tile(out + (<usize>j << 2), a, aStep, b + <usize>j * bBytes, bBytes, inner, mode, biasOf(bias, j));
  }
}

function tile(
  out: usize, a: usize, aStep: usize, b: usize, bBytes: usize, inner: u32, mode: u32, bias: usize,
): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
  const four = bBytes << 2;
  let k: u32 = 0;
  for (; k + 4 <= inner; k += 4) {
    const x0 = v128.load32_splat(a);
    const x1 = v128.load32_splat(a + aStep);
    const x2 = v128.load32_splat(a + 2 * aStep);
    const x3 = v128.load32_splat(a + 3 * aStep);
    c0 = fourColumns(c0, b, bBytes, x0, x1, x2, x3);
    c1 = fourColumns(c1, b + four, bBytes, x0, x1, x2, x3);
    c2 = fourColumns(c2, b + 2 * four, bBytes, x0, x1, x2, x3);
    c3 = fourColumns(c3, b + 3 * four, bBytes, x0, x1, x2, x3);
    a += aStep << 2;
    b += 16;
  }
  for (; k < inner; k++) {
    const x = v128.load32_splat(a);
    c0 = madd(x, oneOfFour(b, bBytes), c0);
    c1 = madd(x, oneOfFour(b + four, bBytes), c1);
    c2 = madd(x, oneOfFour(b + 2 * four, bBytes), c2);
    c3 = madd(x, oneOfFour(b + 3 * four, bBytes), c3);
    a += aStep;
    b += 4;
  }
  finish(out, c0, c1, mode, bias);
  finish(out + 32, c2, c3, mode, biasOf(bias, 8));
}

/** Adds four terms to the sums of four columns. */
// @ts-ignore: decorator
@inline
function fourColumns(c: v128, b: usize, bBytes: usize, x0: v128, x1: v128, x2: v128, x3: v128): v128 {
  const r0 = v128.load(b);
  const r1 = v128.load(b + bBytes);
  const r2 = v128.load(b + 2 * bBytes);
  const r3 = v128.load(b + 3 * bBytes);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  c = madd(x0, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), c);
  c = madd(x1, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), c);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  c = madd(x2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), c);
  return madd(x3, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), c);
}

/** One number of each of four stored rows. */
// @ts-ignore: decorator
@inline
function oneOfFour(b: usize, bBytes: usize): v128 {
  let y = v128.load32_zero(b);
  y = v128.load32_lane(b + bBytes, y, 1);
  y = v128.load32_lane(b + 2 * bBytes, y, 2);
  return v128.load32_lane(b + 3 * bBytes, y, 3);
}
