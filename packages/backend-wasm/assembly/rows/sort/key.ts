/**
 * Integers that sort as the floats they are made of: 0 and -0 are equal, so are all NaN, and these are the largest. For
 * descending order all bits are flipped, so that equal elements keep their order.
 */
// @ts-ignore: decorator
@inline
function keysOf(x: v128, flip: v128): v128 {
  const bits = f32x4.add(x, f32x4.splat(0)); // makes -0 0
  const mask = v128.or(i32x4.shr_s(bits, 31), i32x4.splat(0x80000000));
  return v128.xor(v128.or(v128.xor(bits, mask), f32x4.ne(x, x)), flip);
}

/** Writes the keys of `count` floats, and their positions. */
export function makeKeys(keys: usize, positions: usize, x: usize, count: u32, descending: bool): void {
  const flip = i32x4.splat(descending ? -1 : 0);
  const bytes = <usize>count << 2;
  const whole = bytes & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(keys + at, keysOf(v128.load(x + at), flip));
  for (; at < bytes; at += 4) v128.store32_lane(keys + at, keysOf(v128.load32_splat(x + at), flip), 0);
  for (let i: u32 = 0; i < count; i++) store<u32>(positions + (<usize>i << 2), i);
}
