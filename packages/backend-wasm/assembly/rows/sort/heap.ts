import { entryAt, setEntry } from './entry';

/** Puts `entry` where it belongs below `top` in a heap of `count` entries, the largest first. */
function sink(keys: usize, positions: usize, top: u32, count: u32, entry: u64): void {
  while (true) {
    let child: u32 = 2 * top + 1;
    if (child >= count) break;
    let larger = entryAt(keys, positions, child);
    if (child + 1 < count) {
      const other = entryAt(keys, positions, child + 1);
      if (other > larger) {
        larger = other;
        child++;
      }
    }
    if (larger < entry) break;
    setEntry(keys, positions, top, larger);
    top = child;
  }
  setEntry(keys, positions, top, entry);
}

/** Sorts a row without any working space. */
export function heapSort(keys: usize, positions: usize, count: u32): void {
  for (let top = count >> 1; top > 0; top--) {
    sink(keys, positions, top - 1, count, entryAt(keys, positions, top - 1));
  }
  for (let last = count - 1; last > 0; last--) {
    const entry = entryAt(keys, positions, last);
    setEntry(keys, positions, last, entryAt(keys, positions, 0));
    sink(keys, positions, 0, last, entry);
  }
}
