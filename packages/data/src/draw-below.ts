/**
 * A whole number from 0 to `bound - 1`, all equally likely. `word` gives random 32-bit words; those from the last,
 * incomplete run of `bound` values would favor small numbers and are skipped. `bound` is from 1 to 2^32.
 */
export function drawBelow(bound: number, word: () => number): number {
  const fair = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const drawn = word();
    if (drawn < fair) return drawn % bound;
  }
}
