import { block } from './block';
import { PANEL_ROW } from './pack';
import { spare } from './product';
import { GROUP, Mode } from './tile';

/** Rows that pass by while a panel stays in cache: a multiple of six and of four. */
const ROWS: u32 = 132;

/** `out = A B` or `out += A B`, each row of A B with a bias unless that is at 0, with B in panels over the whole of `inner`: one pass, so that sums are finished in registers. */
export function packedProduct(
  out: usize, a: usize, packed: usize, rows: u32, cols: u32, inner: u32, outBytes: usize, aBytes: usize, add: bool,
  bias: usize = 0,
): void {
  const panelBytes = PANEL_ROW * <usize>inner;
  const mode = add ? Mode.ADD : Mode.SET;
  for (let i: u32 = 0; i < rows; i += ROWS) {
    const height = min<u32>(rows - i, ROWS);
    const to = out + <usize>i * outBytes;
    const from = a + <usize>i * aBytes;
    block(to, outBytes, from, aBytes, aBytes * GROUP, 4, packed, PANEL_ROW, panelBytes, height, cols, inner, mode, bias, spare);
  }
}
