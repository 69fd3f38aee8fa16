import { entryAt, setEntry } from './entry';

/** Sorts a short row. */
export function insertionSort(keys: usize, positions: usize, count: u32): void {
  for (let i: u32 = 1; i < count; i++) {
    const entry = entryAt(keys, positions, i);
    let to = i;
    while (to > 0) {
      const before = entryAt(keys, positions, to - 1);
      if (before < entry) break;
      setEntry(keys, positions, to, before);
      to--;
    }
    setEntry(keys, positions, to, entry);
  }
}
