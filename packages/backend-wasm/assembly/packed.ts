import { packedProduct } from './product/packed-product';
import { packColumns, packRows } from './product/pack';

/** B in panels of eight columns, to be used again. */
export function pack_n(out: usize, b: usize, inner: u32, cols: u32, bStride: u32): void {
  packRows(out, b, bStride << 2, inner, cols);
}

export function pack_t(out: usize, b: usize, inner: u32, cols: u32, bStride: u32): void {
  packColumns(out, b, bStride << 2, inner, cols);
}

/** Products with packed B, and a bias for each column. */
export function matmulPacked(
  out: usize, a: usize, packed: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32,
): void {
  packedProduct(out, a, packed, rows, cols, inner, outStride << 2, aStride << 2, false);
}

export function matmulPackedAdd(
  out: usize, a: usize, packed: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32,
): void {
  packedProduct(out, a, packed, rows, cols, inner, outStride << 2, aStride << 2, true);
}

export function matmulPackedBias(
  out: usize, a: usize, packed: usize, bias: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32,
): void {
  packedProduct(out, a, packed, rows, cols, inner, outStride << 2, aStride << 2, false, bias);
}

export function matmulPackedBiasAdd(
  out: usize, a: usize, packed: usize, bias: usize, rows: u32, cols: u32, inner: u32, outStride: u32, aStride: u32,
): void {
  packedProduct(out, a, packed, rows, cols, inner, outStride << 2, aStride << 2, true, bias);
}
