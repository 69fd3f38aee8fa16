/**
 * Philox4x32-10 (Salmon et al. 2011), the generator of `@ostinato/base` to the bit, for four counters at a time: one in
 * each lane. Each counter gives a block of four numbers.
 */

const multiplier0: u32 = 0xd2511f53;
const multiplier1: u32 = 0xcd9e8d57;
const weyl0: u32 = 0x9e3779b9;
const weyl1: u32 = 0xbb67ae85;

/** Writes the 16 numbers of blocks `block` to `block + 3` (modulo 2^32) as integers below 2^24 in float32. */
export function sixteen(to: usize, block: u32, key0: u32, key1: u32, draw: u32, step: u32, call: u32): void {
  let c0 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(draw);
  let c2 = i32x4.splat(step);
  let c3 = i32x4.splat(call);
  for (let round = 0; round < 10; round++) {
    const even0 = i64x2.extmul_low_i32x4_u(c0, i32x4.splat(multiplier0));
    const odd0 = i64x2.extmul_high_i32x4_u(c0, i32x4.splat(multiplier0));
    const even1 = i64x2.extmul_low_i32x4_u(c2, i32x4.splat(multiplier1));
    const odd1 = i64x2.extmul_high_i32x4_u(c2, i32x4.splat(multiplier1));
    const high0 = v128.shuffle<i32>(even0, odd0, 1, 3, 5, 7);
    const high1 = v128.shuffle<i32>(even1, odd1, 1, 3, 5, 7);
    c0 = v128.xor(v128.xor(high1, c1), i32x4.splat(key0));
    c1 = v128.shuffle<i32>(even1, odd1, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(key1));
    c3 = v128.shuffle<i32>(even0, odd0, 0, 2, 4, 6);
    key0 += weyl0;
    key1 += weyl1;
  }
  storeBlocks(to, top24(c0), top24(c1), top24(c2), top24(c3));
}

/** The upper 24 bits as floats. */
// @ts-ignore: decorator
@inline
function top24(words: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.shr_u(words, 8));
}

/** Stores four blocks whose words are the lanes of `a`, `b`, `c` and `d`. */
// @ts-ignore: decorator
@inline
function storeBlocks(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const abLow = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cdLow = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(abLow, cdLow, 0, 2));
  v128.store(to, v128.shuffle<i64>(abLow, cdLow, 1, 3), 16);
  v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 32);
  v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 48);
}
