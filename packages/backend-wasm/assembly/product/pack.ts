import { GROUP } from './tile';

/**
 * Packing lays out a block in the order in which tiles read it: B as panels of eight columns, `inner` rows of eight each,
 * filled up with zeros; transposed A as panels of `GROUP` rows, `inner` groups of so many.
 */

/** Bytes of one row of a panel of B. */
export const PANEL_ROW: usize = 32;

/** Packs B as it is stored, `[inner, cols]`. */
export function packRows(out: usize, b: usize, bBytes: usize, inner: u32, cols: u32): void {
  const whole = cols & ~7;
  const panelBytes = PANEL_ROW * <usize>inner;
  for (let j: u32 = 0; j < whole; j += 8) {
    let from = b + (<usize>j << 2);
    let to = out + <usize>(j >> 3) * panelBytes;
    for (let k: u32 = 0; k < inner; k++, from += bBytes, to += PANEL_ROW) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  }
  if (whole == cols) return;
  const to = out + <usize>(whole >> 3) * panelBytes;
  memory.fill(to, 0, panelBytes);
  for (let k: u32 = 0; k < inner; k++) {
    const from = b + <usize>k * bBytes + (<usize>whole << 2);
    for (let j: u32 = 0; j < cols - whole; j++) {
      store<f32>(to + <usize>k * PANEL_ROW + (<usize>j << 2), load<f32>(from + (<usize>j << 2)));
    }
  }
}

/** Packs B stored transposed, `[cols, inner]`. */
export function packColumns(out: usize, b: usize, bBytes: usize, inner: u32, cols: u32): void {
  const panelBytes = PANEL_ROW * <usize>inner;
  let j: u32 = 0;
  for (; j + 4 <= cols; j += 4) {
    const to = out + <usize>(j >> 3) * panelBytes + (<usize>(j & 4) << 2);
    transposeFour(to, b + <usize>j * bBytes, bBytes, inner);
  }
  if ((cols & 7) == 0) return;
  // The last panel: columns that are left over, and zeros beyond them.
  const to = out + <usize>(cols >> 3) * panelBytes;
  for (let k: u32 = 0; k < inner; k++) {
    for (let at = cols & 4; at < 8; at++) {
      const column = (cols & ~7) + at;
      const value = column < cols ? load<f32>(b + <usize>column * bBytes + (<usize>k << 2)) : 0;
      store<f32>(to + <usize>k * PANEL_ROW + (<usize>at << 2), value);
    }
  }
}

/** Four stored rows become four neighboring columns of a panel. */
function transposeFour(to: usize, from: usize, rowBytes: usize, inner: u32): void {
  let r0 = from;
  let r1 = r0 + rowBytes;
  let r2 = r1 + rowBytes;
  let r3 = r2 + rowBytes;
  let k: u32 = 0;
  for (; k + 4 <= inner; k += 4) {
    const x0 = v128.load(r0);
    const x1 = v128.load(r1);
    const x2 = v128.load(r2);
    const x3 = v128.load(r3);
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
    v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
    v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
    to += 4 * PANEL_ROW;
  }
  for (; k < inner; k++) {
    store<f32>(to, load<f32>(r0));
    store<f32>(to, load<f32>(r1), 4);
    store<f32>(to, load<f32>(r2), 8);
    store<f32>(to, load<f32>(r3), 12);
    r0 += 4;
    r1 += 4;
    r2 += 4;
    r3 += 4;
    to += PANEL_ROW;
  }
}

/** Packs transposed A, stored `[inner, rows]`; `rows` is a multiple of `GROUP`. */
export function packGroups(out: usize, a: usize, aBytes: usize, inner: u32, rows: u32): void {
  const groupBytes = <usize>GROUP << 2;
  const panelBytes = groupBytes * <usize>inner;
  let i: u32 = 0;
  // Two groups of six, or three of four, at a time: less would read each line of the cache more often.
  for (; i + 12 <= rows; i += 12) {
    let from = a + (<usize>i << 2);
    let to = out + <usize>(i / GROUP) * panelBytes;
    for (let k: u32 = 0; k < inner; k++, from += aBytes, to += groupBytes) {
      storeGroup(to, from);
      storeGroup(to + panelBytes, from + groupBytes);
      if (GROUP == 4) storeGroup(to + 2 * panelBytes, from + 2 * groupBytes);
    }
  }
  for (; i < rows; i += GROUP) {
    let from = a + (<usize>i << 2);
    let to = out + <usize>(i / GROUP) * panelBytes;
    for (let k: u32 = 0; k < inner; k++, from += aBytes, to += groupBytes) storeGroup(to, from);
  }
}

/** Packs four rows of transposed A. */
export function packFour(out: usize, a: usize, aBytes: usize, inner: u32): void {
  for (let k: u32 = 0; k < inner; k++, a += aBytes, out += 16) v128.store(out, v128.load(a));
}

/** Copies the numbers of a group. */
// @ts-ignore: decorator
@inline
function storeGroup(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  if (GROUP == 6) store<u64>(to, load<u64>(from, 16), 16);
}
