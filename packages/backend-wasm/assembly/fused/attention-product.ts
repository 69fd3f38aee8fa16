import { block } from '../product/block';
import { PANEL_ROW } from '../product/pack';
import { spare } from '../product/product';
import { GROUP, Mode } from '../product/tile';

/** `out = A B` with the first `inner` rows of B, which was packed with all of its `packedRows`. */
export function timesPanels(
  out: usize, a: usize, packed: usize, rows: u32, cols: u32, inner: u32, packedRows: u32, outBytes: usize, aBytes: usize,
): void {
  const panelBytes = PANEL_ROW * <usize>packedRows;
  block(out, outBytes, a, aBytes, aBytes * GROUP, 4, packed, PANEL_ROW, panelBytes, rows, cols, inner, Mode.SET, 0, spare);
}
