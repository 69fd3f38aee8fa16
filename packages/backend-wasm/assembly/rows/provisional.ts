// @ts-ignore: decorator
@inline
function c(x: f32): v128 {
  return f32x4.splat(x);
}
export function exp4(x: v128): v128 {
  const y = f32x4.max(x, c(-104));
  const n = f32x4.nearest(f32x4.mul(y, c(1.44269504)));
  let r = f32x4.sub(y, f32x4.mul(n, c(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, c(2.12194440e-4)));
  let p = f32x4.add(f32x4.mul(c(1.9875691500e-4), r), c(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), c(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), c(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), c(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), c(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), c(1));
  const k = i32x4.trunc_sat_f32x4_s(n);
  const h = i32x4.shr_s(k, 1);
  const a = i32x4.shl(i32x4.add(h, i32x4.splat(127)), 23);
  const b = i32x4.shl(i32x4.add(i32x4.sub(k, h), i32x4.splat(127)), 23);
  return f32x4.mul(f32x4.mul(p, a), b);
}
export function log4(x: v128): v128 {
  const bits = x;
  let e = i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(126));
  let m = v128.or(v128.and(bits, i32x4.splat(0x7fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(m, c(0.70710678));
  e = i32x4.add(e, small);
  m = f32x4.sub(f32x4.add(m, v128.and(m, small)), c(1));
  const z = f32x4.mul(m, m);
  let p = f32x4.add(f32x4.mul(c(7.0376836292e-2), m), c(-1.1514610310e-1));
  p = f32x4.add(f32x4.mul(p, m), c(1.1676998740e-1));
  p = f32x4.add(f32x4.mul(p, m), c(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, m), c(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, m), c(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, m), c(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, m), c(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, m), c(3.3333331174e-1));
  p = f32x4.mul(f32x4.mul(p, m), z);
  const ef = f32x4.convert_i32x4_s(e);
  p = f32x4.add(p, f32x4.mul(ef, c(-2.12194440e-4)));
  p = f32x4.sub(p, f32x4.mul(z, c(0.5)));
  const r = f32x4.add(f32x4.add(m, p), f32x4.mul(ef, c(0.693359375)));
  return v128.bitselect(r, x, f32x4.eq(x, x));
}
