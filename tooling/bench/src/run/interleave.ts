import { type Summary, summarize } from '../statistics.ts';

/** How to time. */
export interface InterleaveOptions {
  readonly rounds: number;
  /** Milliseconds that a timed batch of calls takes at least. */
  readonly least: number;
}

/** Batches before any is timed; engines compile well in the background, so there is a pause between. */
const warmBatches = 4;

/** Milliseconds of one call of each function, timed in turns so that all see the same noise. */
export async function interleave(
  calls: readonly (() => unknown)[],
  { rounds, least }: InterleaveOptions,
): Promise<Summary[]> {
  const counts: number[] = [];
  for (const call of calls) {
    let count = 1;
    for (let warm = 0; warm < warmBatches; warm++) {
      const time = batch(call, count);
      count = Math.max(1, Math.min(count * 1000, Math.ceil((count * least) / Math.max(time, 1e-3))));
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (time > 20 * least) break;
    }
    counts.push(count);
  }
  const times = calls.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, call] of calls.entries()) times[i]!.push(batch(call, counts[i]!) / counts[i]!);
  }
  return times.map(summarize);
}

function batch(call: () => unknown, count: number): number {
  const start = performance.now();
  for (let i = 0; i < count; i++) call();
  return performance.now() - start;
}
