import type { TestedBackend } from './backends.ts';
import type { Adapter } from './check.ts';
import { GoldenCase, GoldenFiles, type ReadFile } from './golden-case.ts';
import type { IndexEntry } from './golden-index.ts';
import { type Outcome, runCase } from './run-case.ts';

/** An entry of the index and what became of it. */
export interface CaseResult {
  readonly entry: IndexEntry;
  readonly outcome: Outcome;
}

/** What a run needs. */
export interface RunOptions {
  readonly readFile: ReadFile;
  readonly entries: readonly IndexEntry[];
  /** By kind. */
  readonly adapters: Readonly<Record<string, Adapter>>;
  readonly backends: readonly TestedBackend[];
  /** Called after each case. */
  readonly onResult?: (result: CaseResult) => void;
}

/** Runs every case whose kind has an adapter. */
export function run({ readFile, entries, adapters, backends, onResult }: RunOptions): CaseResult[] {
  const files = new GoldenFiles(readFile);
  return entries.map((entry) => {
    const adapter = entry.kind !== undefined && Object.hasOwn(adapters, entry.kind) ? adapters[entry.kind] : undefined;
    const result = { entry, outcome: runCase(new GoldenCase(entry, files), adapter, backends) };
    onResult?.(result);
    return result;
  });
}
