/**
 * The number of elements of a shape; `Infinity` when it, or the product of the first few sizes, exceeds 2^53 - 1, even
 * if a later size is 0 (the reference implementation refuses those too).
 */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (count > Number.MAX_SAFE_INTEGER) return Infinity;
  }
  return count;
}
