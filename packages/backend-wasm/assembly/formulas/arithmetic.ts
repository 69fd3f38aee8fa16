/** Arithmetic on four float32 numbers. `apply` is inlined, so that a loop keeps its values in registers. */

export class Add {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

export class Sub {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

export class SubFrom {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.sub(b, a);
  }
}

export class Mul {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

export class Div {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

export class DivInto {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.div(b, a);
  }
}

/** 0 where `|a| <= b`; NaN is not. */
export class HardShrink {
  @inline apply(a: v128, b: v128): v128 {
    return v128.andnot(a, f32x4.le(f32x4.abs(a), b));
  }
}

/** `pmax(b, a)` is `b < a ? a : b`: it passes a NaN `b` on, and `bitselect` a NaN `a`. */
export class Maximum {
  @inline apply(a: v128, b: v128): v128 {
    return v128.bitselect(a, f32x4.pmax(b, a), f32x4.ne(a, a));
  }
}

export class Minimum {
  @inline apply(a: v128, b: v128): v128 {
    return v128.bitselect(a, f32x4.pmin(b, a), f32x4.ne(a, a));
  }
}
