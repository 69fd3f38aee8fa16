import { ArgumentError, BackendError, checkInteger } from '@ostinato/base';
import { canShareMemory } from './variant.ts';

const most = 8;

/**
 * How many threads to use.
 * @throws ArgumentError for anything but `auto` or a whole number of 1 or more; BackendError for more than one where memory
 * cannot be shared
 */
export function chooseThreads(wanted: number | 'auto' = 'auto'): number {
  if (wanted === 'auto') return canShareMemory() ? Math.min(most, cores()) : 1;
  if (typeof wanted === 'string') {
    throw new ArgumentError(`wasmBackend: threads must be 'auto' or a whole number, got "${String(wanted)}".`);
  }
  const threads = checkInteger('wasmBackend', 'threads', wanted, { min: 1, max: 64 });
  if (threads > 1 && !canShareMemory()) {
    throw new BackendError(
      'wasmBackend: threads need shared memory, which browsers have on cross-origin isolated pages only: send the headers ' +
        'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or use { threads: 1 }.',
    );
  }
  return threads;
}

/** Cores of this machine: browsers and Node 21 say so themselves. */
function cores(): number {
  const { navigator, process } = globalThis as {
    navigator?: { hardwareConcurrency?: number };
    process?: { getBuiltinModule?(name: 'node:os'): { availableParallelism(): number } | undefined };
  };
  return process?.getBuiltinModule?.('node:os')?.availableParallelism() ?? navigator?.hardwareConcurrency ?? 1;
}
