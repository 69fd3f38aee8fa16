/** Moves of whole rows. */

/** From here on the engine's own copy is faster than a loop. */
const longCopy: usize = 1024;

/** Copies `bytes` bytes. */
// @ts-ignore: decorator
@inline
export function moveBytes(out: usize, x: usize, bytes: usize): void {
  if (bytes >= longCopy) {
    memory.copy(out, x, bytes);
    return;
  }
  const end = out + bytes;
  const whole = out + (bytes & ~15);
  for (; out < whole; out += 16, x += 16) v128.store(out, v128.load(x));
  const fours = out + (bytes & 12);
  for (; out < fours; out += 4, x += 4) store<u32>(out, load<u32>(x));
  for (; out < end; out += 1, x += 1) store<u8>(out, load<u8>(x));
}

/** Copies rows of `bytes` bytes; strides in bytes. */
export function moveRows(out: usize, x: usize, rows: u32, bytes: usize, outStride: usize, xStride: usize): void {
  if (outStride == bytes && xStride == bytes) {
    moveBytes(out, x, bytes * rows);
    return;
  }
  for (let i: u32 = 0; i < rows; i++, out += outStride, x += xStride) moveBytes(out, x, bytes);
}

/** Writes `word` into `count` elements of 4 bytes. */
// @ts-ignore: decorator
@inline
export function fillWords(out: usize, count: u32, word: u32): void {
  const words = i32x4.splat(word);
  const end = out + (<usize>count << 2);
  const whole = out + (<usize>(count & ~3) << 2);
  for (; out < whole; out += 16) v128.store(out, words);
  for (; out < end; out += 4) store<u32>(out, word);
}

/** `out += x` for `count` floats. */
// @ts-ignore: decorator
@inline
export function addWords(out: usize, x: usize, count: u32): void {
  const end = out + (<usize>count << 2);
  const whole = out + (<usize>(count & ~3) << 2);
  for (; out < whole; out += 16, x += 16) v128.store(out, f32x4.add(v128.load(out), v128.load(x)));
  for (; out < end; out += 4, x += 4) store<f32>(out, load<f32>(out) + load<f32>(x));
}
