import type { Backend, MemoryReport } from '@ostinato/backend';
import { BackendError, type DType, type HostArray } from '@ostinato/base';
import { Box, poison } from './opaque/box.ts';
import { opaqueKernels } from './opaque/kernels.ts';

/**
 * A backend without addresses around one that has them: the stand-in for graph libraries and graphics cards. It has no
 * `at`; every write makes a new value and fills the old one with NaN; a kernel is given whole contiguous storages or
 * throws a `BackendError`, as it does for a freed storage or one of another dtype; index kernels find nothing wrong;
 * random numbers are made on the host. Memory is that of `inner`, whose peak now counts the values being replaced.
 *
 * @example
 * setBackend(opaqueBackend(jsBackend())); // everything must work as before
 */
export function opaqueBackend(inner: Backend): Backend {
  return new OpaqueBackend(inner);
}

class OpaqueBackend implements Backend<Box> {
  readonly name: string;
  readonly float: 'float32' | 'float64';
  readonly tolerance: number;
  readonly features: readonly string[];
  readonly kernels: Backend<Box>['kernels'];
  readonly readSync?: (storage: Box, dtype: DType, offset: number, count: number) => HostArray;
  readonly #inner: Backend;

  constructor(inner: Backend) {
    this.#inner = inner;
    this.name = `opaque ${inner.name}`;
    this.float = inner.float;
    this.tolerance = inner.tolerance;
    this.features = inner.features;
    this.kernels = opaqueKernels(inner) as Backend<Box>['kernels'];
    if (inner.readSync !== undefined) {
      this.readSync = (storage, dtype, offset, count) => inner.readSync!(checked(storage, dtype), dtype, offset, count);
    }
  }

  elementBytes(dtype: DType): number {
    return this.#inner.elementBytes(dtype);
  }

  allocate(dtype: DType, count: number): Box {
    const value = this.#inner.allocate(dtype, count);
    this.#inner.write(value, dtype, poison(this.#inner, dtype, count));
    return new Box(dtype, count, value);
  }

  free(storage: Box): void {
    if (!storage.isAlive) return;
    if (this.#inner.memory().storages > 0) storage.kill(this.#inner);
  }

  write(storage: Box, dtype: DType, data: HostArray): void {
    const [inner, old, n] = [this.#inner, checked(storage, dtype), storage.count];
    const value = inner.allocate(dtype, n);
    try {
      if (data.length < n) inner.kernels[`copy.${dtype}`](value, old, 1, n, n, n);
      inner.write(value, dtype, data);
    } catch (error) {
      inner.free(value);
      throw error;
    }
    storage.replace(inner, value);
  }

  async read(storage: Box, dtype: DType, offset: number, count: number): Promise<HostArray> {
    return this.#inner.read(checked(storage, dtype), dtype, offset, count);
  }

  memory(): MemoryReport {
    return this.#inner.memory();
  }

  dispose(): void {
    this.#inner.dispose();
  }
}

/** The value of a storage. @throws BackendError when it holds another dtype */
function checked(storage: Box, dtype: DType): unknown {
  if (storage.dtype === dtype) return storage.value;
  throw new BackendError(`opaque: a storage of ${storage.dtype} cannot be taken for ${dtype}.`);
}
