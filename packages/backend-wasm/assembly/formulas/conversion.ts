/** Conversions between dtypes. */

/**
 * Toward zero, and modulo 2^32 beyond the range of int32, as a store into an `Int32Array` does; NaN and infinities
 * become 0. `trunc_sat` has it for all but what lies beyond.
 */
export class Truncate {
  @inline apply(x: v128): v128 {
    const beyond = f32x4.ge(f32x4.abs(x), f32x4.splat(2147483648.0));
    return v128.any_true(beyond) ? wrapped(x) : i32x4.trunc_sat_f32x4_s(x);
  }
}

function wrapped(x: v128): v128 {
  let result = i32x4.splat(wrap(f32x4.extract_lane(x, 0)));
  result = i32x4.replace_lane(result, 1, wrap(f32x4.extract_lane(x, 1)));
  result = i32x4.replace_lane(result, 2, wrap(f32x4.extract_lane(x, 2)));
  return i32x4.replace_lane(result, 3, wrap(f32x4.extract_lane(x, 3)));
}

/** A float32 of 2^63 or more is a multiple of 2^32. */
function wrap(x: f32): i32 {
  return abs(x) < 9223372036854775808.0 ? <i32>(<i64>x) : 0;
}

export class Float {
  @inline apply(x: v128): v128 {
    return f32x4.convert_i32x4_s(x);
  }
}

export class Same {
  @inline apply(x: v128): v128 {
    return x;
  }
}

/** Anything but zero is true, NaN too. */
export class IsTrue {
  @inline apply(x: v128): v128 {
    return f32x4.ne(x, f32x4.splat(0));
  }
}

export class IsTrueInt {
  @inline apply(x: v128): v128 {
    return i32x4.ne(x, i32x4.splat(0));
  }
}
