/** The smallest block, and what every block's address and size are a multiple of: a SIMD register. */
export const unit = 16;

/**
 * Sizes of blocks: 16 bytes times 4, 5, 6 or 7 times a power of two (and the few below), so that at most a fifth of a block
 * is unused. Returns the number of the smallest class that holds `bytes`.
 */
export function classOf(bytes: number): number {
  const units = Math.max(1, Math.ceil(bytes / unit));
  if (units <= 4) return units - 1;
  const power = Math.floor(Math.log2(units - 1)) - 2;
  return 4 * power + Math.ceil(units / 2 ** power) - 1;
}

/** Bytes of a class. */
export function classBytes(sizeClass: number): number {
  if (sizeClass < 4) return (sizeClass + 1) * unit;
  const power = Math.floor(sizeClass / 4) - 1;
  return ((sizeClass % 4) + 5) * 2 ** power * unit;
}
