import { loadPart } from './part';

/** The better of two numbers in each lane; the first if they are equal or one is NaN. */
class Larger {
  @inline better(a: v128, b: v128): v128 {
    return f32x4.pmax(a, b);
  }
  @inline worst(): v128 {
    return f32x4.splat(-Infinity);
  }
}
class Smaller {
  @inline better(a: v128, b: v128): v128 {
    return f32x4.pmin(a, b);
  }
  @inline worst(): v128 {
    return f32x4.splat(Infinity);
  }
}

/** NaN is looked for beside the search: `f32x4.max` would pass it on, but is many instructions on x86. */
// @ts-ignore: decorator
@inline
function extreme<F>(x: usize, cols: u32): f32 {
  const f = changetype<F>(0);
  let first = f.worst();
  let second = first;
  let third = first;
  let fourth = first;
  let nan = i32x4.splat(0);
  const sixteens = x + (<usize>(cols & ~15) << 2);
  const fours = x + (<usize>(cols & ~3) << 2);
  for (; x < sixteens; x += 64) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const c = v128.load(x, 32);
    const d = v128.load(x, 48);
    first = f.better(first, a);
    second = f.better(second, b);
    third = f.better(third, c);
    fourth = f.better(fourth, d);
    const low = v128.or(f32x4.ne(a, a), f32x4.ne(b, b));
    nan = v128.or(nan, v128.or(low, v128.or(f32x4.ne(c, c), f32x4.ne(d, d))));
  }
  for (; x < fours; x += 16) {
    const a = v128.load(x);
    first = f.better(first, a);
    nan = v128.or(nan, f32x4.ne(a, a));
  }
  const rest = cols & 3;
  if (rest != 0) {
    const a = loadPart(x, rest, f.worst());
    second = f.better(second, a);
    nan = v128.or(nan, f32x4.ne(a, a));
  }
  if (v128.any_true(nan)) return NaN;
  let best = f.better(f.better(first, second), f.better(third, fourth));
  best = f.better(best, v128.shuffle<i32>(best, best, 2, 3, 0, 1));
  best = f.better(best, v128.shuffle<i32>(best, best, 1, 0, 3, 2));
  return f32x4.extract_lane(best, 0);
}

/** The largest of `cols` floats: NaN if there is one, -Infinity if there are none. */
export function largestOf(x: usize, cols: u32): f32 {
  return extreme<Larger>(x, cols);
}

/** The smallest of `cols` floats: NaN if there is one, Infinity if there are none. */
export function smallestOf(x: usize, cols: u32): f32 {
  return extreme<Smaller>(x, cols);
}
