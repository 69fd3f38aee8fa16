/** What is said of a series of times. */
export interface Summary {
  readonly median: number;
  readonly best: number;
  readonly count: number;
}

/** The middle value; of an even number the upper one of the two, as the peers' harness does. NaN of nothing. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** The value that a share of all do not exceed. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Median, smallest and count of times. */
export function summarize(times: readonly number[]): Summary {
  return { median: median(times), best: Math.min(...times), count: times.length };
}

/** A number with at most `digits` digits that count. */
export function rounded(value: number, digits = 4): number {
  return Number(value.toPrecision(digits));
}

/** Milliseconds and other positive numbers for a table: three digits, no exponent. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return value.toFixed(value >= 99.5 ? 0 : value >= 9.95 ? 1 : value >= 0.995 ? 2 : 3);
}
