import { scratch } from '../scratch';
import { addColumns, block, FEW_ROWS } from './block';
import { PANEL_ROW, packColumns, packFour, packGroups, packRows } from './pack';
import { rowTimesStored, STORED_COLUMNS } from './stored-row';
import { biasOf, GROUP, inGroups, Mode } from './tile';

/** Blocks that fit in the second cache: B [INNER, COLS], A [ROWS, INNER]; ROWS is a multiple of six and of four. */
const INNER: u32 = 512;
const COLS: u32 = 256;
const ROWS: u32 = 132;

/** Where blocks are in scratch. */
const packedB = scratch;
const packedA = packedB + <usize>(INNER * COLS * 4);
const partial = packedA + <usize>(INNER * ROWS * 4);
/** Room for one tile. */
export const spare = partial + <usize>(ROWS * COLS * 4);

/**
 * `out = A B` or, if `add`, `out += A B`, each row of A B with a bias unless that is at 0. `aTransposed`: A is stored
 * `[inner, rows]`; `bTransposed`: B is stored `[cols, inner]`. The terms of a sum are added one by one in the order of `inner`, however the work is cut.
 */
export function product(
  out: usize, a: usize, b: usize, rows: u32, cols: u32, inner: u32, outBytes: usize, aBytes: usize, bBytes: usize,
  aTransposed: bool, bTransposed: bool, add: bool, bias: usize = 0,
): void {
  if (inner == 0) {
    if (!add) for (let i: u32 = 0; i < rows; i++) memory.fill(out + <usize>i * outBytes, 0, <usize>cols << 2);
    if (bias != 0) addColumns(out, outBytes, bias, 0, rows, cols);
    return;
  }
  if (rows == 1 && bTransposed) {
    const whole = cols & ~(STORED_COLUMNS - 1);
    rowTimesStored(out, a, aTransposed ? aBytes : 4, b, bBytes, whole, inner, add ? Mode.ADD : Mode.SET, bias);
    if (whole == cols) return;
    out += <usize>whole << 2;
    b += <usize>whole * bBytes;
    bias = biasOf(bias, whole);
    cols -= whole;
  }
  if (add && inner > INNER) {
    addInParts(out, a, b, bias, rows, cols, inner, outBytes, aBytes, bBytes, aTransposed, bTransposed);
    return;
  }
  let j: u32 = 0;
  if (rows <= FEW_ROWS && !bTransposed) {
    // Packing would cost more than it saves: whole panels of B are read where they stand.
    j = cols & ~7;
    const rowBytes = aTransposed ? 4 : aBytes;
    const step = aTransposed ? aBytes : 4;
    block(out, outBytes, a, rowBytes, 0, step, b, bBytes, PANEL_ROW, rows, j, inner, add ? Mode.ADD : Mode.SET, bias, spare);
  }
  for (; j < cols; j += COLS) {
    const width = min<u32>(cols - j, COLS);
    for (let k: u32 = 0; k < inner; k += INNER) {
      const depth = min<u32>(inner - k, INNER);
      if (bTransposed) packColumns(packedB, b + <usize>j * bBytes + (<usize>k << 2), bBytes, depth, width);
      else packRows(packedB, b + <usize>k * bBytes + (<usize>j << 2), bBytes, depth, width);
      const last = k + depth == inner ? biasOf(bias, j) : 0;
      const mode = add ? Mode.ADD : k == 0 ? Mode.SET : Mode.CONTINUE;
      for (let i: u32 = 0; i < rows; i += ROWS) {
        const height = min<u32>(rows - i, ROWS);
        const to = out + <usize>i * outBytes + (<usize>j << 2);
        const from = aTransposed
          ? a + <usize>k * aBytes + (<usize>i << 2)
          : a + <usize>i * aBytes + (<usize>k << 2);
        if (aTransposed) columnsTimes(to, outBytes, from, aBytes, height, width, depth, mode, last);
        else rowsTimes(to, outBytes, from, aBytes, height, width, depth, mode, last);
      }
    }
  }
}

/** Rows of A as they are stored times the packed block of B. */
function rowsTimes(
  out: usize, outBytes: usize, a: usize, aBytes: usize, rows: u32, cols: u32, inner: u32, mode: u32, bias: usize,
): void {
  const panelBytes = PANEL_ROW * <usize>inner;
  block(out, outBytes, a, aBytes, aBytes * GROUP, 4, packedB, PANEL_ROW, panelBytes, rows, cols, inner, mode, bias, spare);
}

/** Stored columns of A times the packed block of B: groups and fours are packed, what is left of them is read where it stands. */
function columnsTimes(
  out: usize, outBytes: usize, a: usize, aBytes: usize, rows: u32, cols: u32, inner: u32, mode: u32, bias: usize,
): void {
  const panelBytes = PANEL_ROW * <usize>inner;
  const step = <usize>GROUP << 2;
  let i = inGroups(rows);
  packGroups(packedA, a, aBytes, inner, i);
  block(out, outBytes, packedA, 4, step * <usize>inner, step, packedB, PANEL_ROW, panelBytes, i, cols, inner, mode, bias, spare);
  out += <usize>i * outBytes;
  a += <usize>i << 2;
  for (; i + 4 <= rows; i += 4) {
    packFour(packedA, a, aBytes, inner);
    block(out, outBytes, packedA, 4, 0, 16, packedB, PANEL_ROW, panelBytes, 4, cols, inner, mode, bias, spare);
    out += outBytes << 2;
    a += 16;
  }
  block(out, outBytes, a, 4, 0, aBytes, packedB, PANEL_ROW, panelBytes, rows - i, cols, inner, mode, bias, spare);
}

/** Adds a product whose sums are too long for one block: each is finished in `partial`, then added. */
function addInParts(
  out: usize, a: usize, b: usize, bias: usize, rows: u32, cols: u32, inner: u32,
  outBytes: usize, aBytes: usize, bBytes: usize, aTransposed: bool, bTransposed: bool,
): void {
  for (let j: u32 = 0; j < cols; j += COLS) {
    const width = min<u32>(cols - j, COLS);
    const columns = b + <usize>j * (bTransposed ? bBytes : 4);
    const biases = biasOf(bias, j);
    for (let i: u32 = 0; i < rows; i += ROWS) {
      const height = min<u32>(rows - i, ROWS);
      const part = a + <usize>i * (aTransposed ? 4 : aBytes);
      product(
        partial, part, columns, height, width, inner, COLS << 2, aBytes, bBytes, aTransposed, bTransposed, false, biases,
      );
      addColumns(out + <usize>i * outBytes + (<usize>j << 2), outBytes, partial, COLS << 2, height, width);
    }
  }
}
