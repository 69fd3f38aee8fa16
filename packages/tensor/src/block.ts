import type { Backend } from '@ostinato/backend';
import type { DType, HostArray } from '@ostinato/base';

/** Indices as the host knows them, where kernels cannot check them. */
function hostCopy(backend: Backend, dtype: DType, data: HostArray): HostArray | undefined {
  return dtype === 'int32' && backend.at === undefined ? data.slice() : undefined;
}

/** A storage shared by count: tensors, views and tapes hold it; the last to let go frees it. */
export class Block {
  readonly backend: Backend;
  readonly storage: unknown;
  /** What was written from the host, kept for int32 on opaque backends, which cannot check indices themselves. */
  host: HostArray | undefined;
  #holders = 0;

  constructor(backend: Backend, storage: unknown, host?: HostArray) {
    this.backend = backend;
    this.storage = storage;
    this.host = host;
  }

  static allocate(backend: Backend, dtype: DType, count: number, host?: HostArray): Block {
    return new Block(backend, backend.allocate(dtype, count), host);
  }

  /** A block with these values. */
  static from(backend: Backend, dtype: DType, data: HostArray): Block {
    const storage = backend.allocate(dtype, data.length);
    backend.write(storage, dtype, data);
    return new Block(backend, storage, hostCopy(backend, dtype, data));
  }

  /** Replaces the values. */
  write(dtype: DType, data: HostArray): void {
    this.backend.write(this.storage, dtype, data);
    this.host = hostCopy(this.backend, dtype, data);
  }

  hold(): this {
    this.#holders++;
    return this;
  }

  release(): void {
    this.#holders--;
    if (this.#holders === 0) this.backend.free(this.storage);
  }
}
