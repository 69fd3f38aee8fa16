import { product } from './product/product';

/** A product for each of `items` matrices. */

export function batchMatmul_nn(
  out: usize, a: usize, b: usize, items: u32, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
  outItem: u32, aItem: u32, bItem: u32,
): void {
  for (let i: u32 = 0; i < items; i++) {
    product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, false, false);
    out += <usize>outItem << 2;
    a += <usize>aItem << 2;
    b += <usize>bItem << 2;
  }
}

export function batchMatmul_nt(
  out: usize, a: usize, b: usize, items: u32, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
  outItem: u32, aItem: u32, bItem: u32,
): void {
  for (let i: u32 = 0; i < items; i++) {
    product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, true, false);
    out += <usize>outItem << 2;
    a += <usize>aItem << 2;
    b += <usize>bItem << 2;
  }
}

export function batchMatmul_tn(
  out: usize, a: usize, b: usize, items: u32, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
  outItem: u32, aItem: u32, bItem: u32,
): void {
  for (let i: u32 = 0; i < items; i++) {
    product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, true, false, false);
    out += <usize>outItem << 2;
    a += <usize>aItem << 2;
    b += <usize>bItem << 2;
  }
}

export function batchMatmul_tt(
  out: usize, a: usize, b: usize, items: u32, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
  outItem: u32, aItem: u32, bItem: u32,
): void {
  for (let i: u32 = 0; i < items; i++) {
    product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, true, true, false);
    out += <usize>outItem << 2;
    a += <usize>aItem << 2;
    b += <usize>bItem << 2;
  }
}
