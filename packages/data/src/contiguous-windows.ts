import { checkInteger, checkOptions } from '@ostinato/base';
import type { BatchSource } from './batch-source.ts';
import { repeat } from './repeat.ts';
import { checkIds, type Window, windowAt } from './window.ts';

/** A window of parallel streams. */
export type ContiguousWindow = Window & {
  /** Whether a pass starts here, so that carried state must be reset. */
  readonly first: boolean;
};

/** What `contiguousWindows` accepts; both are required. */
export interface ContiguousWindowsOptions {
  /** Streams that are read side by side. */
  readonly batch: number;
  /** Ids of each stream in a window. */
  readonly steps: number;
}

/**
 * Cuts a sequence for truncated back-propagation through time: into `batch` streams of equal length that lie end to
 * end, read side by side. Row b of a window goes on where row b of the window before ended, so a recurrent state can be
 * carried from window to window; where `first` is true it starts anew. Window t, row b, step s is
 * `ids[(b * windows + t) * steps + s]`, its target the id after it, with `windows = floor((length - 1) / (batch * steps))`.
 *
 * Dropped: the last id as an input (it has no target) and the fewer than `batch * steps` ids before it that fill no
 * window. Nothing is shuffled: every pass is the same.
 *
 * @param ids at least `batch * steps + 1` token ids; they are not copied and must not change
 * @throws ArgumentError for a wrong option; with code `ARGUMENT_TOO_SHORT` when the ids fill no window
 *
 * @example
 * for (const { inputs, targets, first } of contiguousWindows(ids, { batch: 32, steps: 64 })) {
 *   if (first) state = undefined;
 * }
 */
export function contiguousWindows(ids: Int32Array, options: ContiguousWindowsOptions): BatchSource<ContiguousWindow> {
  const where = 'contiguousWindows';
  checkOptions(where, options, ['batch', 'steps']);
  const batch = checkInteger(where, 'batch', options.batch, { min: 1 });
  const steps = checkInteger(where, 'steps', options.steps, { min: 1 });
  checkIds(where, ids, batch * steps + 1, `batch ${batch} x steps ${steps}, and a target for the last`);
  const batches = Math.floor((ids.length - 1) / (batch * steps));
  return {
    batches,
    description: `${where}(${ids.length} ids, batch ${batch}, steps ${steps})`,
    read(_epoch, window) {
      const starts = Array.from({ length: batch }, (_, stream) => (stream * batches + window) * steps);
      return { ...windowAt(ids, starts, steps), first: window === 0 };
    },
    [Symbol.iterator]() {
      return repeat(this, { epochs: 1 });
    },
  };
}
