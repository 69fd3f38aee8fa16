/** What a peer prints: one line of JSON, in the names of the peers' harness. `val` is a loss or an output: a sanity check. */
export interface PeerLine {
  readonly peer: string;
  readonly workload: string;
  readonly median_ms: number;
  readonly min_ms: number;
  readonly reps: number;
  readonly threads: number;
  readonly first_ms: number;
  readonly val: number;
  readonly note?: string;
  readonly gflops?: number;
  readonly gflops_best?: number;
  /** What one thread of WebAssembly could do at the time. */
  readonly peak_gflops?: number;
  readonly features?: readonly string[];
}

/** What a peer prints of a workload that it cannot run. */
export interface SkipLine {
  readonly skip: true;
  readonly note: string;
}

/** The last line that is an object, of all that a peer printed. @throws SyntaxError if there is none */
export function parsePeerLine(output: string): PeerLine | SkipLine {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return JSON.parse(lines.at(-1) ?? '') as PeerLine | SkipLine;
}
