import { checkInteger, checkOptions, StateError, typeError } from '@ostinato/base';
import type { BatchSource, Position } from './batch-source.ts';

/** What `repeat` accepts. */
export interface RepeatOptions {
  /** Passes over the data in all, those before `from` included. Default: without end. */
  readonly epochs?: number;
  /** The place to go on from, as an earlier iterator's `position` gave it. Default: the beginning. */
  readonly from?: Position;
}

/** An iterator that knows its place. */
export interface PositionedIterator<T> extends IterableIterator<T> {
  /** The place after the last batch that was handed out: what a checkpoint must hold. */
  readonly position: Position;
}

/** A place read back from a file may hold anything. */
function checkPosition({ batches, description }: BatchSource<unknown>, from: unknown): Position {
  const where = 'repeat';
  if (typeof from !== 'object' || from === null) {
    throw typeError(where, 'from', 'a position { epoch, batch, source }', from);
  }
  const { epoch, batch, source } = from as Partial<Position>;
  if (source !== description) {
    const made = typeof source === 'string' ? source : 'something else';
    throw new StateError(
      `${where}: the position belongs to ${made}, the data are ${description}. Use the same options.`,
    );
  }
  return {
    epoch: checkInteger(where, 'from.epoch', epoch, { min: 0 }),
    batch: checkInteger(where, 'from.batch', batch, { min: 0, below: batches }),
    source,
  };
}

class Reading<T> implements PositionedIterator<T> {
  readonly #source: BatchSource<T>;
  readonly #epochs: number;
  #position: Position;

  constructor(source: BatchSource<T>, epochs: number, position: Position) {
    this.#source = source;
    this.#epochs = epochs;
    this.#position = position;
  }

  get position(): Position {
    return this.#position;
  }

  next(): IteratorResult<T> {
    const { epoch, batch, source } = this.#position;
    if (epoch >= this.#epochs) return { done: true, value: undefined };
    const value = this.#source.read(epoch, batch);
    const last = batch + 1 === this.#source.batches;
    this.#position = { epoch: last ? epoch + 1 : epoch, batch: last ? 0 : batch + 1, source };
    return { done: false, value };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/**
 * Reads a source pass after pass. The iterator's `position` goes into a checkpoint; `repeat(source, { from })` goes on
 * there, with the batches that would have come next. Leaving a `for` loop early loses nothing: iterate it again.
 *
 * @throws ArgumentError for a wrong option
 * @throws StateError when `from` belongs to other data or other options
 *
 * @example
 * const reading = repeat(windows, { epochs: 3 });
 * for (const { inputs, targets } of reading) await step({ inputs, targets });
 * const saved = JSON.stringify(reading.position);
 */
export function repeat<T>(source: BatchSource<T>, options: RepeatOptions = {}): PositionedIterator<T> {
  checkOptions('repeat', options, ['epochs', 'from'], ['from']);
  if (typeof source?.read !== 'function')
    throw typeError('repeat', 'source', 'a source such as contiguousWindows(ids, ...)', source);
  const { epochs = Infinity, from } = options;
  if (epochs !== Infinity) checkInteger('repeat', 'epochs', epochs, { min: 1 });
  const start = { epoch: 0, batch: 0, source: source.description };
  return new Reading(source, epochs, from === undefined ? start : checkPosition(source, from));
}
