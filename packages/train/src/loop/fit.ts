import {
  type AbortSignalLike,
  breather,
  checkFunction,
  checkInteger,
  checkOptions,
  checkSignal,
  DataError,
  typeError,
} from '@ostinato/base';

import { abortable } from './abortable.ts';
import type { EndReason, TrainCallback, TrainEvent, TrainListener } from './train-event.ts';

/** Options of `fit`. */
export interface FitOptions<B> {
  /** Passes over the data in this call. Default 1. */
  readonly epochs?: number;
  /** The last step: counted from the beginning of training, so those before `startStep` are included. Default: no limit. */
  readonly steps?: number;
  /** Steps that were done before, when training is resumed. Default 0. */
  readonly startStep?: number;
  /** Awaited in order after each event; `'stop'` ends the loop after the current step. */
  readonly callbacks?: readonly TrainCallback<B>[];
  /** Ends the loop: `fit` rejects with the signal's reason (an AbortError) after the step that is running. */
  readonly signal?: AbortSignalLike;
  /** Hears every event. */
  readonly onEvent?: TrainListener<B>;
}

/** How a loop ended. */
export interface FitResult {
  /** Steps done, those before `startStep` included. */
  readonly steps: number;
  /** Complete passes over the data in this call. */
  readonly epochs: number;
  /** Loss of the last step; NaN if there was none. */
  readonly loss: number;
  /** Why it ended. */
  readonly reason: EndReason;
}

/**
 * The training loop. It knows no model: it draws batches from `data` and hands them to `step`. Exceptions of the data, the
 * step, callbacks and listeners come through unchanged; the loop lets the event loop turn, so signals arrive.
 * @throws ArgumentError; DataError when a pass has no batches (an iterator can be read once; give an iterable); the
 * signal's reason
 *
 * @example
 * await fit(step, repeat(windows), { steps: 1000, signal, onEvent: progressBar() });
 */
export async function fit<B>(
  step: (batch: B) => Promise<number> | number,
  data: Iterable<B> | AsyncIterable<B>,
  options: FitOptions<B> = {},
): Promise<FitResult> {
  checkOptions('fit', options, ['epochs', 'steps', 'startStep', 'callbacks', 'signal', 'onEvent']);
  checkFunction('fit', 'step', step);
  const { epochs = 1, steps, startStep = 0 } = options;
  checkInteger('fit', 'epochs', epochs, { min: 1 });
  checkInteger('fit', 'startStep', startStep, { min: 0 });
  if (steps !== undefined) checkInteger('fit', 'steps', steps, { min: 1 });
  checkSignal('fit', options.signal);
  if (options.onEvent !== undefined) checkFunction('fit', 'onEvent', options.onEvent);
  const { callbacks = [] } = options;
  if (!Array.isArray(callbacks)) throw typeError('fit', 'callbacks', 'an array of functions', callbacks);
  callbacks.forEach((callback: TrainCallback<B>, i) => checkFunction('fit', `callbacks[${i}]`, callback));
  if (!isIterable(data)) throw typeError('fit', 'data', 'an iterable or async iterable of batches', data);
  return new Fit(step, data, options, epochs, startStep).run();
}

function isIterable(data: unknown): boolean {
  const { [Symbol.iterator]: sync, [Symbol.asyncIterator]: async } = (data ?? {}) as Partial<
    Iterable<unknown> & AsyncIterable<unknown>
  >;
  return typeof sync === 'function' || typeof async === 'function';
}

class Fit<B> {
  readonly #step: (batch: B) => Promise<number> | number;
  readonly #data: Iterable<B> | AsyncIterable<B>;
  readonly #options: FitOptions<B>;
  readonly #epochs: number;
  readonly #start = performance.now();
  readonly #breathe = breather();
  #steps: number;
  #epoch = 0;
  #loss = NaN;
  #stopped = false;

  constructor(
    step: (batch: B) => Promise<number> | number,
    data: Iterable<B> | AsyncIterable<B>,
    options: FitOptions<B>,
    epochs: number,
    startStep: number,
  ) {
    this.#step = step;
    this.#data = data;
    this.#options = options;
    this.#epochs = epochs;
    this.#steps = startStep;
  }

  async run(): Promise<FitResult> {
    const { signal, steps } = this.#options;
    let reason: EndReason;
    try {
      signal?.throwIfAborted();
      await this.#emit({
        type: 'start',
        step: this.#steps,
        ...(steps !== undefined && { steps }),
        epochs: this.#epochs,
      });
      reason = await this.#passes();
    } catch (error) {
      this.#lastWords(signal?.aborted === true && error === signal.reason ? 'aborted' : 'failed');
      throw error;
    }
    await this.#emit(this.#end(reason));
    return { steps: this.#steps, epochs: this.#epoch, loss: this.#loss, reason };
  }

  async #passes(): Promise<EndReason> {
    for (;;) {
      const ended = this.#ended() ?? (await this.#pass());
      if (ended !== undefined) return ended;
    }
  }

  #ended(): EndReason | undefined {
    if (this.#stopped) return 'stopped';
    const { steps } = this.#options;
    if (steps !== undefined && this.#steps >= steps) return 'steps';
    return this.#epoch >= this.#epochs ? 'epochs' : undefined;
  }

  /** One pass over the data; what ended the loop within it, if anything did. */
  async #pass(): Promise<EndReason | undefined> {
    const { signal } = this.#options;
    let count = 0;
    let total = 0;
    for await (const batch of abortable(this.#data, signal)) {
      const loss = await this.#step(batch);
      this.#loss = loss;
      this.#steps++;
      count++;
      total += loss;
      await this.#emit({
        type: 'step',
        step: this.#steps,
        epoch: this.#epoch + 1,
        loss,
        batch,
        seconds: this.#seconds(),
      });
      await this.#breathe();
      signal?.throwIfAborted();
      const ended = this.#ended();
      if (ended !== undefined) return ended;
    }
    if (count === 0)
      throw new DataError(`fit: pass ${this.#epoch + 1} over the data has no batches. ${emptyHint(this.#epoch)}`, {
        code: 'DATA_EMPTY',
      });
    this.#epoch++;
    await this.#emit({ type: 'epoch', epoch: this.#epoch, step: this.#steps, loss: total / count });
    signal?.throwIfAborted();
    return undefined;
  }

  async #emit(event: TrainEvent<B>): Promise<void> {
    const { onEvent, callbacks = [] } = this.#options;
    onEvent?.(event);
    for (const callback of callbacks) if ((await callback(event)) === 'stop') this.#stopped = true;
  }

  /** Tells the listener that the loop is over by an exception, which outranks what the listener throws. */
  #lastWords(reason: EndReason): void {
    try {
      this.#options.onEvent?.(this.#end(reason));
    } catch {
      // the exception that ended the loop is on its way
    }
  }

  #end(reason: EndReason): TrainEvent<B> {
    return { type: 'end', step: this.#steps, epoch: this.#epoch, seconds: this.#seconds(), reason };
  }

  #seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }
}

const emptyHint = (epoch: number): string =>
  epoch === 0
    ? 'Give data that holds at least one.'
    : 'An iterator can be read only once: give an iterable, or repeat(data, { epochs }).';
