import { ArgumentError, checkNumber, checkOptions, typeError } from '@ostinato/base';

/** Typed arrays of numbers. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

/** What `splitTrainValidation` accepts. */
export interface SplitOptions {
  /** The share of the elements, from the end, that is kept for validation; between 0 and 1. */
  readonly validation: number;
}

/** Two parts that lie end to end. */
export interface TrainValidation<T> {
  /** The beginning. */
  readonly train: T;
  /** The end, which is not trained on. */
  readonly validation: T;
}

/**
 * Splits a sequence in two without shuffling: the first part to train on, the last `round(length * validation)`
 * elements to validate on. A sequence that is cut at random would leak the neighbors of validation windows into training.
 * Typed arrays are not copied (both parts are views), plain arrays are.
 *
 * @throws ArgumentError for a wrong option; with code `ARGUMENT_TOO_SHORT` when a part would be empty
 *
 * @example
 * const { train, validation } = splitTrainValidation(ids, { validation: 0.1 });
 */
export function splitTrainValidation<T extends NumberArray>(sequence: T, options: SplitOptions): TrainValidation<T>;
export function splitTrainValidation<T>(sequence: readonly T[], options: SplitOptions): TrainValidation<readonly T[]>;
export function splitTrainValidation(
  sequence: NumberArray | readonly unknown[],
  options: SplitOptions,
): TrainValidation<NumberArray | readonly unknown[]> {
  const where = 'splitTrainValidation';
  if (!Array.isArray(sequence) && !(ArrayBuffer.isView(sequence) && 'subarray' in sequence)) {
    throw typeError(where, 'sequence', 'an array or a typed array (encode a text first)', sequence);
  }
  checkOptions(where, options, ['validation']);
  const share = checkNumber(where, 'validation', options.validation, { above: 0, below: 1 });
  const { length } = sequence;
  const at = length - Math.round(length * share);
  if (at === 0 || at === length) {
    const sizes = `${length} elements give ${at} to train on and ${length - at} to validate on`;
    throw new ArgumentError(`${where}: ${sizes}, neither may be 0. Give more data or another share than ${share}.`, {
      code: 'ARGUMENT_TOO_SHORT',
    });
  }
  const part = (from: number, to: number): NumberArray | readonly unknown[] =>
    'subarray' in sequence ? sequence.subarray(from, to) : sequence.slice(from, to);
  return { train: part(0, at), validation: part(at, length) };
}
