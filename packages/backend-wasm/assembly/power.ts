import { atan2 } from './math/atan2';
import { loadPair, storePair } from './math/parts/loops';
import { log2OfSize, powFromLog2 } from './math/pow';

class Atan2 {
  // @ts-ignore: decorator
  @inline
  apply(a: v128, b: v128): v128 {
    return atan2(a, b);
  }
}

class Pow {
  // @ts-ignore: decorator
  @inline
  apply(a: v128, b: v128): v128 {
    return powFromLog2(a, log2OfSize(a), b);
  }
}

/** Two elements of an operand as doubles, or one and the same where its column stride is 0. */
// @ts-ignore: decorator
@inline
function loadOperand(address: usize, column: u32, left: i32): v128 {
  return column === 0 ? f64x2.splat(load<f32>(address)) : loadPair(address, left);
}

/** `out = f(a, b)` for a formula on two doubles. */
// @ts-ignore: decorator
@inline
function binaryPairs<F>(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  const f = changetype<F>(0);
  if (outStride === cols && aStride === aColumn * cols && bStride === bColumn * cols) {
    cols *= rows;
    rows = cols === 0 ? 0 : 1;
  }
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = a + (<usize>(i * aStride) << 2);
    let q = b + (<usize>(i * bStride) << 2);
    for (let left = <i32>cols; left > 0; left -= 2, o += 8, p += <usize>aColumn << 3, q += <usize>bColumn << 3) {
      storePair(o, f.apply(loadOperand(p, aColumn, left), loadOperand(q, bColumn, left)), left);
    }
  }
}

/** The angle of the point (b, a). */
export function binary_atan2(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  binaryPairs<Atan2>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

/** a ** b. */
export function binary_pow(
  out: usize,
  a: usize,
  b: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  aStride: u32,
  bStride: u32,
  aColumn: u32,
  bColumn: u32,
): void {
  binaryPairs<Pow>(out, a, b, rows, cols, outStride, aStride, bStride, aColumn, bColumn);
}

/** x ** value. */
export function scalar_pow(
  out: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  value: f64,
): void {
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + (<usize>(i * xStride) << 2);
    for (let left = <i32>cols; left > 0; left -= 2, o += 8, p += 8) {
      const base = loadPair(p, left);
      storePair(o, powFromLog2(base, log2OfSize(base), f64x2.splat(value)), left);
    }
  }
}

/** value ** x. */
export function scalar_powOf(
  out: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  xStride: u32,
  value: f64,
): void {
  const isTiny = abs(value) < 2.2250738585072014e-308; // denormal doubles have their exponent elsewhere
  const log2 = isTiny
    ? f64x2.sub(log2OfSize(f64x2.splat(value * 18014398509481984.0)), f64x2.splat(54))
    : log2OfSize(f64x2.splat(value));
  for (let i: u32 = 0; i < rows; i++) {
    let o = out + (<usize>(i * outStride) << 2);
    let p = x + (<usize>(i * xStride) << 2);
    for (let left = <i32>cols; left > 0; left -= 2, o += 8, p += 8) {
      storePair(o, powFromLog2(f64x2.splat(value), log2, loadPair(p, left)), left);
    }
  }
}
