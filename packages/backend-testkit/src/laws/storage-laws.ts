import type { Backend } from '@ostinato/backend';
import type { DType, HostArray } from '@ostinato/base';
import { caught, expectSame, text } from './law.ts';

/** Values of a dtype that a careless copy would change. */
function awkward({ float }: Backend, dtype: DType): HostArray {
  if (dtype === 'int32') return Int32Array.of(0, -1, 2 ** 31 - 1, -(2 ** 31), 16_777_217);
  if (dtype === 'bool') return Uint8Array.of(1, 0, 0, 1, 1);
  const values = [0, -0, Infinity, -Infinity, NaN, 1e-40, -3.4028234663852886e38, 0.1];
  return float === 'float64' ? Float64Array.from(values) : Float32Array.from(values);
}

/** Allocates, runs `use`, and frees. */
async function withStorage(
  backend: Backend,
  dtype: DType,
  count: number,
  use: (storage: unknown) => unknown,
): Promise<void> {
  const storage = backend.allocate(dtype, count);
  try {
    await use(storage);
  } finally {
    backend.free(storage);
  }
}

async function roundTrip(backend: Backend, dtype: DType): Promise<void> {
  const data = awkward(backend, dtype);
  await withStorage(backend, dtype, data.length, async (storage) => {
    backend.write(storage, dtype, data);
    const got = await backend.read(storage, dtype, 0, data.length);
    expectSame(`read after write of ${dtype}`, text(got), text(data));
    expectSame(`type of what was read of ${dtype}`, got.constructor, data.constructor);
    expectSame(`read of ${dtype} from 1 on`, text(await backend.read(storage, dtype, 1, 3)), text(data.slice(1, 4)));
    expectSame(`read of no ${dtype}`, (await backend.read(storage, dtype, 2, 0)).length, 0);
    if (backend.readSync === undefined) return;
    expectSame(`readSync of ${dtype} from 1 on`, text(backend.readSync(storage, dtype, 1, 3)), text(data.slice(1, 4)));
    backend.write(storage, dtype, data.slice(3, 5));
    const both = [...data.slice(3, 5), ...data.slice(2)];
    expectSame(
      `read after a second write of two ${dtype}`,
      text(backend.readSync(storage, dtype, 0, data.length)),
      text(both),
    );
  });
  await withStorage(backend, dtype, 0, async (storage) => {
    backend.write(storage, dtype, data.slice(0, 0));
    expectSame(`read of an empty ${dtype} storage`, (await backend.read(storage, dtype, 0, 0)).length, 0);
  });
}

/** What is written is what is read, from any offset, in every dtype. */
export async function writesAndReads(backend: Backend): Promise<void> {
  for (const dtype of ['float32', 'int32', 'bool'] as const) await roundTrip(backend, dtype);
}

/** A read gives the values at the time of the call, whatever is written while it is under way. */
export async function readCaptures(backend: Backend): Promise<void> {
  await withStorage(backend, 'float32', 3, async (storage) => {
    const fill = (value: number) => backend.kernels['fill.float32'](storage, 1, 3, 3, value);
    backend.write(storage, 'float32', Float32Array.of(1, 2, 3));
    const first = backend.read(storage, 'float32', 0, 3);
    fill(5);
    const second = backend.read(storage, 'float32', 0, 3);
    backend.write(storage, 'float32', Float32Array.of(7, 8, 9));
    const [a, b] = [await first, await second];
    expectSame('a read before a kernel wrote', text(a), '1, 2, 3');
    expectSame('a read before a write', text(b), '5, 5, 5');
  });
  const storage = backend.allocate('int32', 1);
  backend.write(storage, 'int32', Int32Array.of(4));
  const last = backend.read(storage, 'int32', 0, 1);
  backend.free(storage);
  expectSame('a read before the storage was freed', text(await last), '4');
}

/** What was read belongs to the reader, what was written to the writer. */
export async function readCopies(backend: Backend): Promise<void> {
  await withStorage(backend, 'int32', 2, async (storage) => {
    const written = Int32Array.of(1, 2);
    backend.write(storage, 'int32', written);
    written.fill(9);
    const got = await backend.read(storage, 'int32', 0, 2);
    expectSame('values whose source was changed after the write', text(got), '1, 2');
    got.fill(9);
    backend.readSync?.(storage, 'int32', 0, 2).fill(9);
    expectSame('values after a reader changed its copy', text(await backend.read(storage, 'int32', 0, 2)), '1, 2');
  });
}

/** `at` is the same block further on. */
export async function addresses(backend: Backend): Promise<void> {
  if (backend.at === undefined) return;
  for (const dtype of ['float32', 'int32', 'bool'] as const) {
    await withStorage(backend, dtype, 4, async (storage) => {
      const data = awkward(backend, dtype).slice(0, 4).fill(1);
      backend.write(storage, dtype, data.fill(0, 0, 4));
      const third = backend.at!(backend.at!(storage, backend.elementBytes(dtype)), backend.elementBytes(dtype));
      backend.write(third, dtype, data.slice(0, 1).fill(1));
      expectSame(
        `${dtype} written two elements further on`,
        text(await backend.read(storage, dtype, 0, 4)),
        '0, 0, 1, 0',
      );
      expectSame(`${dtype} read two elements further on`, text(await backend.read(third, dtype, 0, 2)), '1, 0');
    });
  }
}

/** Storages do not share their memory. */
export async function storagesAreApart(backend: Backend): Promise<void> {
  await withStorage(backend, 'bool', 3, (a) =>
    withStorage(backend, 'bool', 3, async (b) => {
      backend.write(a, 'bool', Uint8Array.of(1, 1, 1));
      backend.write(b, 'bool', Uint8Array.of(0, 0, 0));
      expectSame('a storage beside one that was written', text(await backend.read(a, 'bool', 0, 3)), '1, 1, 1');
    }),
  );
  const error = await caught(() => backend.write(undefined as never, 'bool', Uint8Array.of(1)));
  if (error === undefined) throw new Error('a write to no storage at all was accepted');
}
