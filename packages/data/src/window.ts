import { ArgumentError, typeError } from '@ostinato/base';
import type { BatchEntry } from './batch.ts';

/** A batch for next-token training: `inputs` and `targets` are `[batch, steps]`; a target is the id after its input. */
export type Window = {
  /** Token ids `[batch, steps]`. */
  readonly inputs: BatchEntry<'int32'>;
  /** The id after each input, `[batch, steps]`. */
  readonly targets: BatchEntry<'int32'>;
};

/** Checks that ids are an `Int32Array` of at least `needs` elements. @throws ArgumentError */
export function checkIds(where: string, ids: unknown, needs: number, because: string): Int32Array {
  if (Object.prototype.toString.call(ids) !== '[object Int32Array]') {
    throw typeError(where, 'ids', 'an Int32Array (CharacterVocabulary.encode gives one)', ids);
  }
  const { length } = ids as Int32Array;
  if (length >= needs) return ids as Int32Array;
  throw new ArgumentError(
    `${where}: ${length} ids are too few, at least ${needs} are needed (${because}). Give more data or smaller sizes.`,
    { code: 'ARGUMENT_TOO_SHORT' },
  );
}

/** Copies the windows that begin at `starts` out of `ids`; one row a window. */
export function windowAt(ids: Int32Array, starts: ArrayLike<number>, steps: number): Window {
  const shape = [starts.length, steps];
  const inputs = new Int32Array(starts.length * steps);
  const targets = new Int32Array(starts.length * steps);
  for (let row = 0; row < starts.length; row++) {
    const start = starts[row]!;
    inputs.set(ids.subarray(start, start + steps), row * steps);
    targets.set(ids.subarray(start + 1, start + 1 + steps), row * steps);
  }
  return { inputs: { data: inputs, shape, dtype: 'int32' }, targets: { data: targets, shape, dtype: 'int32' } };
}
