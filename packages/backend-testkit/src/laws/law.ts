import type { Backend } from '@ostinato/backend';

/** Gives the backend under test; the same one at each call. */
export type Subject = () => Promise<Backend>;

/** A function that is called once; its result is kept. */
export function once<T>(make: () => T | Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= Promise.resolve().then(make));
}

/** Values as text that tells -0 from 0. */
export const text = (values: Iterable<number>): string =>
  Array.from(values, (value) => (Object.is(value, -0) ? '-0' : String(value))).join(', ');

/** Throws unless both read the same. */
export function expectSame(what: string, got: unknown, expected: unknown): void {
  if (!Object.is(got, expected)) throw new Error(`${what}: got ${String(got)}, expected ${String(expected)}`);
}

/** What `run` throws, or rejects with; undefined when it does not. */
export async function caught(run: () => unknown): Promise<unknown> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Runs `run` and throws if storages are left behind. */
export async function expectNoLeak(backend: Backend, what: string, run: () => unknown): Promise<void> {
  const before = backend.memory();
  await run();
  const { storages, bytes } = backend.memory();
  if (storages === before.storages && bytes === before.bytes) return;
  throw new Error(`${what} left ${storages - before.storages} storages, ${bytes - before.bytes} bytes behind`);
}
