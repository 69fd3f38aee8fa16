import type { Backend } from '@ostinato/backend';
import { BackendError, type DType, type HostArray } from '@ostinato/base';

/** A storage of the opaque double: a name for whatever value it has now. Every write gives it another one. */
export class Box {
  readonly dtype: DType;
  /** Elements. */
  readonly count: number;
  #value: unknown;
  #alive = true;

  constructor(dtype: DType, count: number, value: unknown) {
    this.dtype = dtype;
    this.count = count;
    this.#value = value;
  }

  /** The present value. @throws BackendError after `kill` */
  get value(): unknown {
    this.checkAlive();
    return this.#value;
  }

  /** @throws BackendError after `kill` */
  checkAlive(): void {
    if (this.#alive) return;
    throw new BackendError(`opaque: a ${this.dtype} storage of ${this.count} elements was used after it was freed.`);
  }

  /** Whether the storage was not freed yet. */
  get isAlive(): boolean {
    return this.#alive;
  }

  /** Gives the storage a new value and makes the old one useless, so that a reference to it shows. */
  replace(inner: Backend, value: unknown): void {
    discard(inner, this.dtype, this.count, this.value);
    this.#value = value;
  }

  /** Ends the storage. */
  kill(inner: Backend): void {
    discard(inner, this.dtype, this.count, this.value);
    this.#alive = false;
  }
}

/** What no element should be: NaN, or a number far from any index or truth value. */
export function poison(inner: Backend, dtype: DType, count: number): HostArray {
  if (dtype === 'int32') return new Int32Array(count).fill(-(2 ** 31) + 77);
  if (dtype === 'bool') return new Uint8Array(count).fill(77);
  return (inner.float === 'float64' ? new Float64Array(count) : new Float32Array(count)).fill(NaN);
}

function discard(inner: Backend, dtype: DType, count: number, value: unknown): void {
  try {
    inner.write(value, dtype, poison(inner, dtype, count));
  } finally {
    inner.free(value);
  }
}
