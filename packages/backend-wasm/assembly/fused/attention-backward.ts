import { FEW_ROWS } from '../product/block';
import { packColumns, packRows } from '../product/pack';
import { packedProduct } from '../product/packed-product';
import { product } from '../product/product';
import { timesPanels } from './attention-product';
import { padded, seenBy, TILE, toSlopes } from './attention-rows';

/**
 * Gradients of q, k and v, a tile of rows at a time: its probabilities are computed again; gradients of k and v add up from
 * tile to tile.
 */
export function attentionBackward(
  qGradient: usize, kGradient: usize, vGradient: usize,
  gradient: usize, q: usize, k: usize, v: usize, lse: usize, bias: usize, scratch: usize,
  items: u32, rows: u32, cols: u32, inner: u32, keys: u32,
  qGradientStride: u32, kGradientStride: u32, vGradientStride: u32,
  gradientStride: u32, qStride: u32, kStride: u32, vStride: u32, biasStride: u32, biasColumn: u32,
  qGradientItem: u32, kGradientItem: u32, vGradientItem: u32,
  gradientItem: u32, qItem: u32, kItem: u32, vItem: u32, lseItem: u32, biasItem: u32,
  scale: f32, causal: i32, offset: i32,
): void {
  const packedV = scratch + ((padded(keys) * <usize>inner) << 2);
  const rowsOfK = packedV + ((padded(keys) * <usize>cols) << 2);
  const tile = rowsOfK + ((<usize>keys * padded(inner)) << 2);
  const slopes = tile + ((<usize>TILE * keys) << 2);
  const qBytes = <usize>qStride << 2;
  const gBytes = <usize>gradientStride << 2;
  const qGradientBytes = <usize>qGradientStride << 2;
  const kGradientBytes = <usize>kGradientStride << 2;
  const vGradientBytes = <usize>vGradientStride << 2;
  const tileBytes = <usize>keys << 2;
  const kBytes = <usize>kStride << 2;
  const vBytes = <usize>vStride << 2;
  const few = rows <= FEW_ROWS;
  const scales = f32x4.splat(scale);
  for (let item: u32 = 0; item < items; item++) {
    if (!few) {
      packColumns(scratch, k, kBytes, inner, keys);
      packColumns(packedV, v, vBytes, cols, keys);
      packRows(rowsOfK, k, kBytes, keys, inner);
    }
    clear(kGradient, keys, inner, kGradientBytes);
    clear(vGradient, keys, cols, vGradientBytes);
    for (let i: u32 = 0; i < rows; i += TILE) {
      const height = min(rows - i, TILE);
      const seen = seenBy(i + height - 1, keys, causal, offset);
      const queries = q + <usize>i * qBytes;
      const g = gradient + <usize>i * gBytes;
      if (few) {
        product(tile, queries, k, height, seen, inner, tileBytes, qBytes, kBytes, false, true, false);
        product(slopes, g, v, height, seen, cols, tileBytes, gBytes, vBytes, false, true, false);
      } else {
        packedProduct(tile, queries, scratch, height, seen, inner, tileBytes, qBytes, false);
        packedProduct(slopes, g, packedV, height, seen, cols, tileBytes, gBytes, false);
      }
      for (let r: u32 = 0; r < height; r++) {
        const at = <usize>r * tileBytes;
        const from = bias + (<usize>((i + r) * biasStride) << 2);
        const total = load<f32>(lse + (<usize>(i + r) << 2));
        toSlopes(tile + at, slopes + at, seenBy(i + r, keys, causal, offset), seen, scales, from, biasColumn, total);
      }
      const to = qGradient + <usize>i * qGradientBytes;
      if (few) product(to, slopes, k, height, inner, seen, qGradientBytes, tileBytes, kBytes, false, false, false);
      else timesPanels(to, slopes, rowsOfK, height, inner, seen, keys, qGradientBytes, tileBytes);
      product(kGradient, slopes, queries, seen, inner, height, kGradientBytes, tileBytes, qBytes, true, false, true);
      product(vGradient, tile, g, seen, cols, height, vGradientBytes, tileBytes, gBytes, true, false, true);
    }
    qGradient += <usize>qGradientItem << 2;
    kGradient += <usize>kGradientItem << 2;
    vGradient += <usize>vGradientItem << 2;
    gradient += <usize>gradientItem << 2;
    q += <usize>qItem << 2;
    k += <usize>kItem << 2;
    v += <usize>vItem << 2;
    lse += <usize>lseItem << 2;
    bias += <usize>biasItem << 2;
  }
}

/** Zeros; the stride in bytes. */
function clear(out: usize, rows: u32, cols: u32, bytes: usize): void {
  for (let i: u32 = 0; i < rows; i++) memory.fill(out + <usize>i * bytes, 0, <usize>cols << 2);
}
