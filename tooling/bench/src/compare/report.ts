import type { Machine } from '../machine/machine.ts';
import type { PeerLine } from '../run/peer-line.ts';
import { median } from '../statistics.ts';
import type { Workload } from '../workloads/workload.ts';

/** One run of one program. */
export interface Run extends PeerLine {
  readonly runner: string;
  readonly round: number;
}

/** All that is known of a workload after its rounds. */
export interface WorkloadReport {
  readonly id: string;
  readonly workload: Workload;
  readonly flops: number;
  /** Average number of running programs before and after. */
  readonly load: readonly [before: number, after: number];
  readonly runs: readonly Run[];
  /** Why programs did not run it, by name. */
  readonly skipped: Readonly<Record<string, string>>;
}

/** A file of results. */
export interface Report {
  readonly date: string;
  readonly machine: Machine;
  readonly options: Readonly<Record<string, unknown>>;
  readonly workloads: readonly WorkloadReport[];
}

/** The rounds of one program on one workload together. */
export interface Standing {
  readonly runner: string;
  readonly threads: number;
  /** Median of the rounds' medians, in milliseconds. */
  readonly median: number;
  readonly best: number;
  readonly first: number;
  /** Of one thread of WebAssembly, in GFLOP/s, while ours ran. */
  readonly peak: number | undefined;
  readonly value: number;
}

/** The standings of all programs that ran, in the order in which they did. */
export function standings({ runs }: WorkloadReport): Standing[] {
  return [...new Set(runs.map(({ runner }) => runner))].map((runner) => {
    const own = runs.filter((run) => run.runner === runner);
    const peaks = own.flatMap(({ peak_gflops: peak }) => (peak === undefined ? [] : [peak]));
    return {
      runner,
      threads: own[0]!.threads,
      median: median(own.map((run) => run.median_ms)),
      best: Math.min(...own.map((run) => run.min_ms)),
      first: median(own.map((run) => run.first_ms)),
      peak: peaks.length > 0 ? Math.max(...peaks) : undefined,
      value: own[0]!.val,
    };
  });
}
