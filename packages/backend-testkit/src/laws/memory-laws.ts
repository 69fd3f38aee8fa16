import type { Backend } from '@ostinato/backend';
import { DisposedError, OutOfMemoryError } from '@ostinato/base';
import { caught, expectSame, text } from './law.ts';

/** `memory()` reports live storages, live bytes and their peak. */
export function reports(backend: Backend): void {
  const start = backend.memory();
  const made = (['float32', 'int32', 'bool'] as const).map((dtype) => ({
    dtype,
    storage: backend.allocate(dtype, 10),
  }));
  const least = made.reduce((sum, { dtype }) => sum + 10 * backend.elementBytes(dtype), 0);
  const full = backend.memory();
  expectSame('storages after three allocations', full.storages, start.storages + 3);
  if (full.bytes < start.bytes + least)
    throw new Error(`bytes grew by ${full.bytes - start.bytes}, expected at least ${least}`);
  if (full.peakBytes < full.bytes) throw new Error(`peakBytes ${full.peakBytes} is below bytes ${full.bytes}`);
  for (const { storage } of made) backend.free(storage);
  const end = backend.memory();
  expectSame('storages after freeing them', end.storages, start.storages);
  expectSame('bytes after freeing them', end.bytes, start.bytes);
  if (end.peakBytes < full.bytes)
    throw new Error(`peakBytes fell to ${end.peakBytes} although ${full.bytes} were in use`);
}

/** More than there is throws an `OutOfMemoryError` that says how much, changes nothing, and leaves the backend usable. */
export async function refusesTooMuch(backend: Backend): Promise<void> {
  const kept = backend.allocate('int32', 1);
  backend.write(kept, 'int32', Int32Array.of(7));
  const before = backend.memory();
  for (const count of [2 ** 40, 2 ** 50]) {
    const error = await caught(() => backend.allocate('float32', count));
    if (!(error instanceof OutOfMemoryError))
      throw new Error(`allocating ${count} elements: expected an OutOfMemoryError, got ${String(error)}`);
    if (!error.message.includes(String(count * backend.elementBytes('float32'))))
      throw new Error(`"${error.message}" does not say how many bytes`);
  }
  expectSame('storages after a failed allocation', backend.memory().storages, before.storages);
  expectSame('bytes after a failed allocation', backend.memory().bytes, before.bytes);
  expectSame('a storage after a failed allocation', text(await backend.read(kept, 'int32', 0, 1)), '7');
  backend.free(backend.allocate('float32', 8));
  backend.free(kept);
}

/** `dispose` gives everything back; what comes later throws a `DisposedError`. Needs a backend of its own. */
export async function disposes(backend: Backend): Promise<void> {
  const storage = backend.allocate('float32', 4);
  backend.dispose();
  const { storages, bytes } = backend.memory();
  expectSame('storages of a disposed backend', storages, 0);
  expectSame('bytes of a disposed backend', bytes, 0);
  const calls: Record<string, () => unknown> = {
    allocate: () => backend.allocate('float32', 1),
    write: () => backend.write(storage, 'float32', new Float32Array(4)),
    read: () => backend.read(storage, 'float32', 0, 1),
    ...(backend.readSync === undefined ? {} : { readSync: () => backend.readSync!(storage, 'float32', 0, 1) }),
  };
  for (const [name, call] of Object.entries(calls)) {
    const error = await caught(call);
    if (!(error instanceof DisposedError))
      throw new Error(`${name} of a disposed backend: expected a DisposedError, got ${String(error)}`);
  }
  backend.free(storage); // what a tidy or the garbage collector does late is harmless
  backend.dispose();
}

/** What a backend says of itself. */
export function declares(backend: Backend): void {
  const { name, float, tolerance, features } = backend;
  if (typeof name !== 'string' || name === '') throw new Error('name must say what the backend is');
  if (float !== 'float32' && float !== 'float64')
    throw new Error(`float must be float32 or float64, got ${String(float)}`);
  if (!(tolerance >= 1 && tolerance <= 10)) throw new Error(`tolerance must be between 1 and 10, got ${tolerance}`);
  if (!Array.isArray(features)) throw new Error('features must be a list of names');
  expectSame('bytes of a float', backend.elementBytes('float32'), float === 'float64' ? 8 : 4);
  expectSame('bytes of an int', backend.elementBytes('int32'), 4);
  expectSame('bytes of a bool', backend.elementBytes('bool'), 1);
}
