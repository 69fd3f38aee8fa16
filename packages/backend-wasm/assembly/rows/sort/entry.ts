/** An element of a row to sort: its key above its position, so that no two are equal. */
// @ts-ignore: decorator
@inline
export function entryAt(keys: usize, positions: usize, i: u32): u64 {
  const at = <usize>i << 2;
  return (<u64>load<u32>(keys + at) << 32) | load<u32>(positions + at);
}

// @ts-ignore: decorator
@inline
export function setEntry(keys: usize, positions: usize, i: u32, entry: u64): void {
  const at = <usize>i << 2;
  store<u32>(keys + at, <u32>(entry >> 32));
  store<u32>(positions + at, <u32>entry);
}
