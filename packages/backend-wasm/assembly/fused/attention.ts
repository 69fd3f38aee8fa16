import { FEW_ROWS } from '../product/block';
import { packColumns, packRows } from '../product/pack';
import { packedProduct } from '../product/packed-product';
import { product } from '../product/product';
import { timesPanels } from './attention-product';
import { padded, seenBy, TILE, toProbabilities } from './attention-rows';

/**
 * `softmax(scale q k + bias) v` for each item, a tile of rows at a time: their products with all keys that one of them sees, row by
 * row the softmax, then the products with v. k and v are packed once for all tiles; for few rows that would cost more than it
 * saves. Every row's sums run over the keys in order, so its bits do not depend on its tile.
 */
export function attention(
  out: usize, lse: usize, q: usize, k: usize, v: usize, bias: usize, scratch: usize,
  items: u32, rows: u32, cols: u32, inner: u32, keys: u32,
  outStride: u32, qStride: u32, kStride: u32, vStride: u32, biasStride: u32, biasColumn: u32,
  outItem: u32, lseItem: u32, qItem: u32, kItem: u32, vItem: u32, biasItem: u32,
  scale: f32, causal: i32, offset: i32,
): void {
  const packedV = scratch + ((padded(keys) * <usize>inner) << 2);
  const tile = packedV + ((<usize>keys * padded(cols)) << 2);
  const outBytes = <usize>outStride << 2;
  const qBytes = <usize>qStride << 2;
  const tileBytes = <usize>keys << 2;
  const kBytes = <usize>kStride << 2;
  const vBytes = <usize>vStride << 2;
  const scales = f32x4.splat(scale);
  const few = rows <= FEW_ROWS;
  for (let item: u32 = 0; item < items; item++) {
    if (!few) {
      packColumns(scratch, k, kBytes, inner, keys);
      packRows(packedV, v, vBytes, keys, cols);
    }
    for (let i: u32 = 0; i < rows; i += TILE) {
      const height = min(rows - i, TILE);
      const seen = seenBy(i + height - 1, keys, causal, offset);
      const queries = q + <usize>i * qBytes;
      if (few) product(tile, queries, k, height, seen, inner, tileBytes, qBytes, kBytes, false, true, false);
      else packedProduct(tile, queries, scratch, height, seen, inner, tileBytes, qBytes, false);
      for (let r: u32 = 0; r < height; r++) {
        const from = bias + (<usize>((i + r) * biasStride) << 2);
        const own = seenBy(i + r, keys, causal, offset);
        const sum = toProbabilities(tile + <usize>r * tileBytes, own, seen, scales, from, biasColumn);
        store<f32>(lse + (<usize>(i + r) << 2), sum);
      }
      const to = out + <usize>i * outBytes;
      if (few) product(to, tile, v, height, cols, seen, outBytes, tileBytes, vBytes, false, false, false);
      else timesPanels(to, tile, packedV, height, cols, seen, keys, outBytes, tileBytes);
    }
    out += <usize>outItem << 2;
    lse += <usize>lseItem << 2;
    q += <usize>qItem << 2;
    k += <usize>kItem << 2;
    v += <usize>vItem << 2;
    bias += <usize>biasItem << 2;
  }
}
