import { biasOf, GROUP, inGroups, Mode, tile1x24, tile1x8, tile4x8 } from './tile';
import { tile6x8 } from './tile-six';

/** So many rows or fewer are done one by one. */
export const FEW_ROWS: u32 = 3;

/**
 * A block of rows times panels of B. A: groups of rows `groupBytes` apart, in them rows `aBytes` apart with a number every `aStep`
 * bytes; packed groups are all there is, other rows stand `aBytes` apart to the end. B: panels of eight columns `panelBytes` apart, in them rows `bBytes` apart. A panel stays in the nearest cache while
 * the rows pass by. `bias`: a number for each column, or 0. `spare`: 192 bytes for the last columns.
 */
export function block(
  out: usize, outBytes: usize, a: usize, aBytes: usize, groupBytes: usize, aStep: usize,
  b: usize, bBytes: usize, panelBytes: usize, rows: u32, cols: u32, inner: u32, mode: u32, bias: usize, spare: usize,
): void {
  let j: u32 = 0;
  if (rows <= FEW_ROWS) {
    for (; j + 24 <= cols; j += 24) {
      for (let i: u32 = 0; i < rows; i++) {
        const to = out + <usize>i * outBytes + (<usize>j << 2);
        tile1x24(to, a + <usize>i * aBytes, aStep, b + <usize>(j >> 3) * panelBytes, bBytes, panelBytes, inner, mode, biasOf(bias, j));
      }
    }
  }
  const groups = inGroups(rows);
  for (; j + 8 <= cols; j += 8) {
    const panel = b + <usize>(j >> 3) * panelBytes;
    let i: u32 = 0;
    let to = out + (<usize>j << 2);
    let row = a;
    if (GROUP == 6) {
      for (; i < groups; i += 6) {
        tile6x8(to, outBytes, row, aBytes, aStep, panel, bBytes, inner, mode, biasOf(bias, j), spare);
        to += outBytes * 6;
        row += groupBytes;
      }
    }
    for (; i + 4 <= rows; i += 4) {
      tile4x8(to, outBytes, row, aBytes, aStep, panel, bBytes, inner, mode, biasOf(bias, j));
      to += outBytes << 2;
      row += GROUP == 4 ? groupBytes : aBytes << 2;
    }
    for (; i < rows; i++) {
      tile1x8(to, row, aStep, panel, bBytes, inner, mode, biasOf(bias, j));
      to += outBytes;
      row += aBytes;
    }
  }
  if (j == cols) return;
  const panel = b + <usize>(j >> 3) * panelBytes;
  lastColumns(out + (<usize>j << 2), outBytes, a, aBytes, groupBytes, aStep, panel, bBytes, rows, cols - j, inner, mode, biasOf(bias, j), spare);
}

/** Fewer than eight columns: whole tiles into spare memory, of which `cols` columns are taken. */
function lastColumns(
  out: usize, outBytes: usize, a: usize, aBytes: usize, groupBytes: usize, aStep: usize, panel: usize, bBytes: usize,
  rows: u32, cols: u32, inner: u32, mode: u32, bias: usize, spare: usize,
): void {
  for (let i: u32 = 0; i < rows; ) {
    const count = min<u32>(rows - i, GROUP);
    const to = out + <usize>i * outBytes;
    const from = a + <usize>(i / GROUP) * groupBytes;
    if (mode == Mode.CONTINUE) copyColumns(spare, 32, to, outBytes, count, cols);
    const inside = mode == Mode.CONTINUE ? Mode.CONTINUE : Mode.SET;
    let r: u32 = 0;
    if (GROUP == 6 && count == 6) {
      tile6x8(spare, 32, from, aBytes, aStep, panel, bBytes, inner, inside, 0, spare);
      r = 6;
    } else if (count >= 4) {
      tile4x8(spare, 32, from, aBytes, aStep, panel, bBytes, inner, inside, 0);
      r = 4;
    }
    for (; r < count; r++) {
      tile1x8(spare + (<usize>r << 5), from + <usize>r * aBytes, aStep, panel, bBytes, inner, inside, 0);
    }
    if (bias != 0) addColumns(spare, 32, bias, 0, count, cols);
    if (mode == Mode.ADD) addColumns(to, outBytes, spare, 32, count, cols);
    else copyColumns(to, outBytes, spare, 32, count, cols);
    i += count;
  }
}

function copyColumns(out: usize, outBytes: usize, x: usize, xBytes: usize, rows: u32, cols: u32): void {
  for (let i: u32 = 0; i < rows; i++, out += outBytes, x += xBytes) {
    for (let j: u32 = 0; j < cols; j++) store<f32>(out + (<usize>j << 2), load<f32>(x + (<usize>j << 2)));
  }
}

/** `out += x`, element by element. */
export function addColumns(out: usize, outBytes: usize, x: usize, xBytes: usize, rows: u32, cols: u32): void {
  for (let i: u32 = 0; i < rows; i++, out += outBytes, x += xBytes) {
    let j: u32 = 0;
    for (; j + 4 <= cols; j += 4) {
      const at = <usize>j << 2;
      v128.store(out + at, f32x4.add(v128.load(out + at), v128.load(x + at)));
    }
    for (; j < cols; j++) {
      const at = <usize>j << 2;
      store<f32>(out + at, load<f32>(out + at) + load<f32>(x + at));
    }
  }
}
