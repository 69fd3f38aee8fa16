import { product } from './product/product';

/** `out = A B` and `out += A B`; `t` marks a stored transpose, `Bias` adds a number to each column of A B. Strides are in elements. */

export function matmul_nn(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, false, false);
}

export function matmul_nt(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, true, false);
}

export function matmul_tn(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, true, false, false);
}

export function matmul_tt(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, true, true, false);
}

export function matmulAdd_nn(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, false, true);
}

export function matmulAdd_nt(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, true, true);
}

export function matmulAdd_tn(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, true, false, true);
}

export function matmulAdd_tt(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, true, true, true);
}

export function matmulBias_nn(
  out: usize, a: usize, b: usize, bias: usize, rows: u32, cols: u32, inner: u32,
  outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, false, false, bias);
}

export function matmulBiasAdd_nn(
  out: usize, a: usize, b: usize, bias: usize, rows: u32, cols: u32, inner: u32,
  outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, false, true, bias);
}

export function matmulBias_nt(
  out: usize, a: usize, b: usize, bias: usize, rows: u32, cols: u32, inner: u32,
  outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, true, false, bias);
}

export function matmulBiasAdd_nt(
  out: usize, a: usize, b: usize, bias: usize, rows: u32, cols: u32, inner: u32,
  outStride: u32, aStride: u32, bStride: u32,
): void {
  product(out, a, b, rows, cols, inner, outStride << 2, aStride << 2, bStride << 2, false, true, true, bias);
}
