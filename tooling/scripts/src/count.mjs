/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** A runner that came to nothing counts as one failure: it must not look like success. */
export const broken = Object.freeze({ passed: 0, failed: 1, skipped: 0 });

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
export function add(counts) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/**
 * Something ran and nothing failed.
 *
 * @param {Count} count
 */
export function isGreen({ passed, failed }) {
  return passed > 0 && failed === 0;
}

/** @param {Count} count */
export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Reads the closing line of a runner.
 *
 * @param {string} output
 * @returns {Count | undefined} undefined if the last line is no count
 */
export function readCount(output) {
  const match = /(?:^|\n)(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(output);
  if (!match) return undefined;
  return { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) };
}
