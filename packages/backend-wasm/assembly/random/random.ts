import { boolsOf } from '../lanes';
import { moveBytes } from '../move';
import { scratch } from '../scratch';
import { sixteen } from './philox';

/**
 * Rows of a stream: element `first + i cols + j` stands in row i, column j. Numbers come in sixteens that begin at a
 * block; each sixteen is finished in working space, and what of it is inside the row goes to `out`.
 */

/** Turns the 16 integers in working space into 16 elements of `out`. */
class Uniform {
  @inline finish(_limit: v128): void {
    for (let at = scratch; at < scratch + 64; at += 16) {
      v128.store(at, f32x4.mul(v128.load(at), f32x4.splat(5.9604644775390625e-8)));
    }
  }
}

class Bernoulli {
  @inline finish(limit: v128): void {
    const first = f32x4.lt(v128.load(scratch), limit);
    const second = f32x4.lt(v128.load(scratch, 16), limit);
    const third = f32x4.lt(v128.load(scratch, 32), limit);
    const fourth = f32x4.lt(v128.load(scratch, 48), limit);
    v128.store(scratch, boolsOf(first, second, third, fourth));
  }
}

/** `bytes` is the size of an element. */
// @ts-ignore: decorator
@inline
function fillRows<F>(
  out: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  bytes: usize,
  first: f64,
  key0: u32,
  key1: u32,
  draw: u32,
  step: u32,
  call: u32,
  limit: v128,
): void {
  const f = changetype<F>(0);
  if (outStride == cols) {
    cols *= rows;
    rows = 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let element = <u64>first + <u64>i * cols;
    let o = out + <usize>(i * outStride) * bytes;
    let left = cols;
    // Elements of the first block that come before the row.
    let skip = <u32>element & 3;
    while (left > 0) {
      const count = min(left, 16 - skip);
      const written = <usize>count * bytes;
      sixteen(scratch, <u32>(element >> 2), key0, key1, draw, step, call);
      f.finish(limit);
      moveBytes(o, scratch + <usize>skip * bytes, written);
      o += written;
      element += count;
      left -= count;
      skip = 0;
    }
  }
}

/** Uniform numbers in [0, 1), multiples of 2^-24. */
export function random_uniform(
  out: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  first: f64,
  key0: u32,
  key1: u32,
  draw: u32,
  step: u32,
  call: u32,
): void {
  fillRows<Uniform>(out, rows, cols, outStride, 4, first, key0, key1, draw, step, call, f32x4.splat(0));
}

/**
 * True where the uniform number is below `probability`: where the integer before it is below the next integer of
 * 2^24 x probability, which float32 has exactly.
 */
export function random_bernoulli(
  out: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  first: f64,
  key0: u32,
  key1: u32,
  draw: u32,
  step: u32,
  call: u32,
  probability: f64,
): void {
  const limit = f32x4.splat(<f32>ceil(probability * 16777216));
  fillRows<Bernoulli>(out, rows, cols, outStride, 1, first, key0, key1, draw, step, call, limit);
}
