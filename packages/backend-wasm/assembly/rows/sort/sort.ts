import { heapSort } from './heap';
import { insertionSort } from './insertion';
import { makeKeys } from './key';
import { longestRadixRow, radixSort } from './radix';

/** From here on counting bytes is faster than moving elements one by one. */
const shortRow: u32 = 48;

/** Sorts keys in the place of `out`; in the end only the positions are needed. */
function sort(
  out: usize,
  order: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  orderStride: u32,
  xStride: u32,
  descending: bool,
): void {
  for (let i: u32 = 0; i < rows; i++) {
    const keys = out + ((<usize>(i * outStride)) << 2);
    const positions = order + ((<usize>(i * orderStride)) << 2);
    const row = x + ((<usize>(i * xStride)) << 2);
    makeKeys(keys, positions, row, cols, descending);
    if (cols < shortRow) insertionSort(keys, positions, cols);
    else if (cols <= longestRadixRow) radixSort(keys, positions, cols);
    else heapSort(keys, positions, cols);
    for (let j: u32 = 0; j < cols; j++) {
      const at = (<usize>j) << 2;
      store<u32>(keys + at, load<u32>(row + ((<usize>load<u32>(positions + at)) << 2)));
    }
  }
}

/** Stable sorts of each row with the positions the elements came from; NaN counts as largest. */

export function sort_ascending(
  out: usize,
  order: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  orderStride: u32,
  xStride: u32,
): void {
  sort(out, order, x, rows, cols, outStride, orderStride, xStride, false);
}

export function sort_descending(
  out: usize,
  order: usize,
  x: usize,
  rows: u32,
  cols: u32,
  outStride: u32,
  orderStride: u32,
  xStride: u32,
): void {
  sort(out, order, x, rows, cols, outStride, orderStride, xStride, true);
}
