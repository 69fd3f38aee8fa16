import { manualSeed, setBackend } from '@ostinato/tensor';
import { measurePeak } from '../peak/measure-peak.ts';
import { rounded, summarize } from '../statistics.ts';
import { flopsOf } from '../workloads/flops.ts';
import { makeTask } from '../workloads/make-task.ts';
import { readWorkloads } from '../workloads/workload.ts';
import { type BackendChoice, makeBackend } from './make-backend.ts';
import { measure } from './measure.ts';
import type { PeerLine } from './peer-line.ts';

/** What to run. */
export interface PeerOptions extends BackendChoice {
  readonly workload: string;
  readonly budget: number;
  readonly reps: number;
}

/** Runs a workload on one of our backends, as any peer of the harness does. @throws Error for an unknown workload */
export async function runPeer(options: PeerOptions): Promise<PeerLine> {
  const peer = `ostinato-${options.backend}`;
  const workload = readWorkloads()[options.workload];
  if (workload === undefined) throw new Error(`No workload is called ${options.workload}.`);
  const backend = await makeBackend(options);
  setBackend(backend);
  manualSeed(0);
  const relaxed = backend.features.includes('relaxed-simd');
  const before = options.backend === 'wasm' ? await measurePeak(relaxed) : undefined;
  const { times, first, value } = await measure(makeTask(workload), options);
  const after = options.backend === 'wasm' ? await measurePeak(relaxed) : undefined;
  const { median, best, count } = summarize(times);
  const flops = flopsOf(workload);
  const rate = (time: number): number => rounded(flops / time / 1e6, 3);
  return {
    peer,
    workload: options.workload,
    median_ms: rounded(median),
    min_ms: rounded(best),
    reps: count,
    threads: options.threads,
    first_ms: rounded(first),
    note: '',
    val: rounded(value, 6),
    gflops: rate(median),
    gflops_best: rate(best),
    ...(before && after && { peak_gflops: rounded(Math.max(before.best, after.best), 3) }),
    features: backend.features,
  };
}
