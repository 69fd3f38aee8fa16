/** Comparisons of four numbers: a lane of all ones where true. With NaN only `notEqual` is. */

export class Equal {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.eq(a, b);
  }
}

export class Greater {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.gt(a, b);
  }
}

export class GreaterEqual {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.ge(a, b);
  }
}

export class Less {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.lt(a, b);
  }
}

export class LessEqual {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.le(a, b);
  }
}

export class NotEqual {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.ne(a, b);
  }
}

export class EqualInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.eq(a, b);
  }
}

export class GreaterInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.gt_s(a, b);
  }
}

export class GreaterEqualInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.ge_s(a, b);
  }
}

export class LessInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.lt_s(a, b);
  }
}

export class LessEqualInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.le_s(a, b);
  }
}

export class NotEqualInt {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.ne(a, b);
  }
}
