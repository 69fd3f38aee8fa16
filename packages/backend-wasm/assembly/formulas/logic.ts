/** Logic on sixteen bools, each a byte that is 0 or 1. */

export class And {
  @inline apply(a: v128, b: v128): v128 {
    return v128.and(a, b);
  }
}

export class Or {
  @inline apply(a: v128, b: v128): v128 {
    return v128.or(a, b);
  }
}

export class Xor {
  @inline apply(a: v128, b: v128): v128 {
    return v128.xor(a, b);
  }
}

export class Not {
  @inline apply(x: v128): v128 {
    return i8x16.sub(i8x16.splat(1), x);
  }
}
