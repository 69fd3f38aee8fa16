import { scratch } from '../../scratch';

/**
 * How often each value of each of the four bytes of a key is found: four tables of 256 counts, at the start of scratch.
 */
const tableBytes: usize = 1024;
const tablesBytes: usize = 4 * tableBytes;

/**
 * The longest row for which the rest of the 2 MiB of working space has room: a second key and position for each
 * element.
 */
export const longestRadixRow: u32 = (2097152 - <u32>tablesBytes) / 8;

/** Counts the bytes of all keys. */
function countBytes(keys: usize, count: u32): void {
  memory.fill(scratch, 0, tablesBytes);
  const end = keys + ((<usize>count) << 2);
  for (; keys < end; keys += 4) {
    const key = load<u32>(keys);
    for (let byte: u32 = 0; byte < 4; byte++) {
      const at = scratch + <usize>byte * tableBytes + ((<usize>((key >> (byte << 3)) & 255)) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
}

/** Turns counts into the first place of each value. Returns whether all keys have the same value. */
function countsToPlaces(table: usize, count: u32): bool {
  let place: u32 = 0;
  for (let at = table; at < table + tableBytes; at += 4) {
    const found = load<u32>(at);
    if (found == count) return true;
    store<u32>(at, place);
    place += found;
  }
  return false;
}

/**
 * Moves all elements to where the byte of their key that begins at bit `shift` says, equal ones in the order they have.
 */
function distribute(from: usize, fromPositions: usize, to: usize, toPositions: usize, count: u32, shift: u32): void {
  const table = scratch + (<usize>shift >> 3) * tableBytes;
  const bytes = (<usize>count) << 2;
  for (let at: usize = 0; at < bytes; at += 4) {
    const key = load<u32>(from + at);
    const slot = table + ((<usize>((key >> shift) & 255)) << 2);
    const place = load<u32>(slot);
    store<u32>(slot, place + 1);
    store<u32>(to + ((<usize>place) << 2), key);
    store<u32>(toPositions + ((<usize>place) << 2), load<u32>(fromPositions + at));
  }
}

/** Sorts a row byte by byte, the lowest first. Bytes that are the same everywhere are passed over. */
export function radixSort(keys: usize, positions: usize, count: u32): void {
  const bytes = (<usize>count) << 2;
  let from = keys;
  let fromPositions = positions;
  let to = scratch + tablesBytes;
  let toPositions = to + bytes;
  countBytes(keys, count);
  for (let shift: u32 = 0; shift < 32; shift += 8) {
    if (countsToPlaces(scratch + (<usize>shift >> 3) * tableBytes, count)) continue;
    distribute(from, fromPositions, to, toPositions, count, shift);
    const sorted = to;
    const sortedPositions = toPositions;
    to = from;
    toPositions = fromPositions;
    from = sorted;
    fromPositions = sortedPositions;
  }
  if (from != keys) memory.copy(positions, fromPositions, bytes);
}
