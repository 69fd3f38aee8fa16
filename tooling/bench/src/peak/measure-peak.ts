import { median } from '../statistics.ts';
import { peakBinary } from './peak-binary.ts';

/** Billions of floating-point operations a second of one thread. */
export interface Peak {
  readonly best: number;
  readonly median: number;
}

const rounds = 100_000;
/** Milliseconds for each number of chains. The engine compiles well only after a while, in the background. */
const patience = 60;

/**
 * What one thread of 128-bit WebAssembly can do here and now. 12 chains hide the latency of most processors, 8 leave more
 * registers, 14 are for those that add slowly: the best of the three counts.
 */
export async function measurePeak(relaxed: boolean): Promise<Peak> {
  let peak: Peak = { best: 0, median: 0 };
  for (const chains of [8, 12, 14]) {
    const { instance } = await WebAssembly.instantiate(peakBinary(chains, relaxed));
    const run = instance.exports['run'] as (count: number) => number;
    const rates: number[] = [];
    const start = performance.now();
    while (performance.now() - start < patience) {
      const at = performance.now();
      run(rounds);
      rates.push((rounds * 2 * chains * 8) / (performance.now() - at) / 1e6);
      if (rates.length === 5) await new Promise((resolve) => setTimeout(resolve, 5)); // lets the compiled code be swapped in
    }
    const best = Math.max(...rates);
    if (best > peak.best) peak = { best, median: median(rates.slice(rates.length >> 1)) };
  }
  return peak;
}
