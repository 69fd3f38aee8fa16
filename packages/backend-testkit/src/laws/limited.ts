import type { Backend } from '@ostinato/backend';
import { type DType, type HostArray, OutOfMemoryError } from '@ostinato/base';

/** The same backend, which can allocate only `allowed` times more. */
export function limited(backend: Backend, allowed: number): Backend {
  let left = allowed;
  return watched(backend, () => {
    if (left-- <= 0) throw new OutOfMemoryError('no memory is left, because a law took it away.');
  });
}

/** The same backend, which tells about every allocation before it is made. */
export function watched(backend: Backend, onAllocate: () => void): Backend {
  const { name, float, tolerance, features, kernels } = backend;
  const sync = {
    readSync: (storage: unknown, dtype: DType, offset: number, count: number) =>
      backend.readSync!(storage, dtype, offset, count),
  };
  return {
    name,
    float,
    tolerance,
    features,
    kernels,
    allocate: (dtype, count) => {
      onAllocate();
      return backend.allocate(dtype, count);
    },
    elementBytes: (dtype) => backend.elementBytes(dtype),
    free: (storage) => backend.free(storage),
    write: (storage, dtype, data: HostArray) => backend.write(storage, dtype, data),
    read: (storage, dtype, offset, count) => backend.read(storage, dtype, offset, count),
    ...(backend.readSync === undefined ? {} : sync),
    ...(backend.at === undefined ? {} : { at: (storage: unknown, bytes: number) => backend.at!(storage, bytes) }),
    memory: () => backend.memory(),
    dispose: () => backend.dispose(),
  };
}
