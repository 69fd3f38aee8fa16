import { scratch } from '../scratch';

/**
 * An operand that is used again for each column (column stride 0) is spread over the width of a register in working
 * space, and walked with steps of 0. So one loop does for all column strides.
 */

/** Where operand `slot` of a kernel is spread. */
// @ts-ignore: decorator
@inline
function placeOf(slot: usize): usize {
  return scratch + (slot << 4);
}

/** Where to read four elements of 4 bytes of a row from. */
// @ts-ignore: decorator
@inline
export function wordsAt(row: usize, column: u32, slot: usize): usize {
  if (column != 0) return row;
  v128.store(placeOf(slot), v128.load32_splat(row));
  return placeOf(slot);
}

/** Where to read sixteen elements of 1 byte of a row from. */
// @ts-ignore: decorator
@inline
export function bytesAt(row: usize, column: u32, slot: usize): usize {
  if (column != 0) return row;
  v128.store(placeOf(slot), v128.load8_splat(row));
  return placeOf(slot);
}
