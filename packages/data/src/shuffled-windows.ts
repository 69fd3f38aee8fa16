import { checkInteger, checkOptions } from '@ostinato/base';
import type { BatchSource } from './batch-source.ts';
import { repeat } from './repeat.ts';
import { shuffledIndices } from './shuffled-indices.ts';
import { checkIds, type Window, windowAt } from './window.ts';

/** What `shuffledWindows` accepts. */
export interface ShuffledWindowsOptions {
  /** Windows in a batch; the last batch of a pass holds what is left. */
  readonly batch: number;
  /** Ids in a window. */
  readonly steps: number;
  /** Decides the order, together with the number of the pass. A whole number from 0. */
  readonly seed: number;
  /** From the start of a window to the start of the next. Default: `steps`, so that windows do not overlap. */
  readonly stride?: number;
}

/**
 * Cuts a sequence into windows of `steps` ids and deals them out in random order: each window once a pass, in an order
 * that is a pure function of `seed` and the number of the pass. For models that start anew at every window.
 * Window i begins at id `i * stride`; there are `floor((length - 1 - steps) / stride) + 1` of them.
 *
 * Dropped: the ids after the last whole window and its target. No batch is dropped: the last of a pass is `[rest, steps]`.
 *
 * @param ids at least `steps + 1` token ids; they are not copied and must not change
 * @throws ArgumentError for a wrong option; with code `ARGUMENT_TOO_SHORT` when the ids fill no window
 *
 * @example
 * const windows = shuffledWindows(ids, { batch: 32, steps: 64, seed: 1 });
 * for (const batch of repeat(windows, { epochs: 3 })) await step(batch);
 */
export function shuffledWindows(ids: Int32Array, options: ShuffledWindowsOptions): BatchSource<Window> {
  const where = 'shuffledWindows';
  checkOptions(where, options, ['batch', 'steps', 'seed', 'stride']);
  const batch = checkInteger(where, 'batch', options.batch, { min: 1 });
  const steps = checkInteger(where, 'steps', options.steps, { min: 1 });
  const seed = checkInteger(where, 'seed', options.seed, { min: 0 });
  const stride = checkInteger(where, 'stride', options.stride ?? steps, { min: 1 });
  checkIds(where, ids, steps + 1, `steps ${steps}, and a target for the last`);
  const windows = Math.floor((ids.length - 1 - steps) / stride) + 1;
  const order = rememberLast((epoch) => shuffledIndices(windows, { seed, epoch }));
  return {
    batches: Math.ceil(windows / batch),
    description: `${where}(${ids.length} ids, batch ${batch}, steps ${steps}, seed ${seed}, stride ${stride})`,
    read(epoch, index) {
      const picked = order(epoch).subarray(index * batch, (index + 1) * batch);
      return windowAt(
        ids,
        Array.from(picked, (window) => window * stride),
        steps,
      );
    },
    [Symbol.iterator]() {
      return repeat(this, { epochs: 1 });
    },
  };
}

/** Keeps the last result of a pure function, since all batches of a pass ask for the same order. */
function rememberLast<T>(compute: (key: number) => T): (key: number) => T {
  let last: { readonly key: number; readonly value: T } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: compute(key) };
    return last.value;
  };
}
