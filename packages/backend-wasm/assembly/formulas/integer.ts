/** Arithmetic on four int32 numbers, with 32-bit wrap-around. */

export class AddInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.add(a, b);
  }
}

export class SubInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.sub(a, b);
  }
}

export class MulInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.mul(a, b);
  }
}

export class MaximumInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.max_s(a, b);
  }
}

export class MinimumInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.min_s(a, b);
  }
}
