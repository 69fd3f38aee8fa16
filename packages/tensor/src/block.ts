import type { Backend } from '@ostinato/backend';
import type { DType, HostArray } from '@ostinato/base';

/** A storage shared by count: tensors, views and tapes hold it; the last to let go frees it. */
export class Block {
  readonly backend: Backend;
  readonly storage: unknown;
  /** What was written from the host, kept for int32 on opaque backends, which cannot check indices themselves. */
  readonly host: HostArray | undefined;
  #holders = 0;

  constructor(backend: Backend, storage: unknown, host?: HostArray) {
    this.backend = backend;
    this.storage = storage;
    this.host = host;
  }

  static allocate(backend: Backend, dtype: DType, count: number): Block {
    return new Block(backend, backend.allocate(dtype, count));
  }

  /** A block with these values. */
  static from(backend: Backend, dtype: DType, data: HostArray): Block {
    const storage = backend.allocate(dtype, data.length);
    backend.write(storage, dtype, data);
    return new Block(backend, storage, dtype === 'int32' && backend.at === undefined ? data.slice() : undefined);
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
