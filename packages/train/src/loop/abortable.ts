import type { AbortSignalLike } from '@ostinato/base';

/**
 * Iterates over data until a signal aborts: then the signal's reason is thrown, even while the next item is awaited.
 * Leaving early closes the source's iterator.
 */
export async function* abortable<T>(
  source: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignalLike | undefined,
): AsyncGenerator<T, void> {
  if (Symbol.asyncIterator in source) yield* fromAsync(source, signal);
  else {
    for (const item of source) {
      signal?.throwIfAborted();
      yield item;
    }
  }
}

async function* fromAsync<T>(source: AsyncIterable<T>, signal: AbortSignalLike | undefined): AsyncGenerator<T, void> {
  const iterator = source[Symbol.asyncIterator]();
  let finished = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await untilAborted(iterator.next(), signal);
      finished = next.done === true;
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    if (signal?.aborted !== true || error !== signal.reason) finished = true; // the source itself threw
    throw error;
  } finally {
    // A source that is still waiting for its next item cannot close before it arrives: nobody waits for that.
    const closing = finished ? undefined : iterator.return?.();
    if (signal?.aborted === true) closing?.catch(() => {});
    else await closing;
  }
}

/** The promise, or the signal's reason if that comes first. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignalLike | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
