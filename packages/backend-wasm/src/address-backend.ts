import type { BackendObserver, Helpers, Kernels, MemoryReport, Observation } from '@ostinato/backend';
import { type DType, type HostArray, StateError, typeError } from '@ostinato/base';
import type { Crew } from './threads/crew.ts';
import type { Variant } from './variant.ts';
import type { WasmBackend } from './wasm-backend.ts';
import type { WasmMemory } from './wasm-memory.ts';

/** One memory, the functions of a binary on it, and perhaps a crew of threads. A storage is the address of its first byte. */
export class AddressBackend implements WasmBackend {
  /** `wasm`. */
  readonly name = 'wasm';
  /** Always float32. */
  readonly float = 'float32';
  /** Sums are held in float32, and exp, tanh and their like are polynomials. */
  readonly tolerance = 10;
  /** What runs: `simd` or `relaxed-simd`, and `threads` if there is more than one. */
  readonly features: readonly string[];
  /** Threads that kernels run on, the caller's included. */
  readonly threads: number;
  readonly #crew: Crew | undefined;
  #helpers: Helpers | undefined;
  #kernels: Kernels<number> | undefined;
  #observer: BackendObserver | undefined;
  readonly #memory: WasmMemory;

  constructor(
    { relaxed }: Variant,
    memory: WasmMemory,
    kernels: Kernels<number>,
    { crew, helpers }: { readonly crew?: Crew; readonly helpers?: Helpers } = {},
  ) {
    this.threads = 1 + (crew?.size ?? 0);
    this.features = [relaxed ? 'relaxed-simd' : 'simd', ...(crew ? ['threads'] : [])];
    this.#crew = crew;
    this.#helpers = helpers;
    this.#memory = memory;
    this.#kernels = kernels;
  }

  /** The functions of the binary. @throws DisposedError, BackendError when its threads are lost */
  get kernels(): Kernels<number> {
    this.#checkAlive();
    return this.#kernels!;
  }

  /** Its worker threads, if it has any. @throws DisposedError, BackendError when they are lost */
  get helpers(): Helpers | undefined {
    this.#checkAlive();
    return this.#helpers;
  }

  /** Bytes that one element takes: 4, for bool 1. */
  elementBytes(dtype: DType): number {
    return dtype === 'bool' ? 1 : 4;
  }

  /** The address of a block for `count` elements, content undefined. @throws OutOfMemoryError, DisposedError, BackendError */
  allocate(dtype: DType, count: number): number {
    this.#checkAlive();
    const bytes = count * this.elementBytes(dtype);
    const address = this.#memory.allocate(bytes);
    this.#observer?.allocated(address, bytes);
    return address;
  }

  /** Gives a block back. */
  free(storage: number): void {
    this.#memory.free(storage);
    this.#observer?.freed(storage);
  }

  /** The address `bytes` further on. */
  at(storage: number, bytes: number): number {
    return storage + bytes;
  }

  /** Copies host values into a block. @throws DisposedError, BackendError */
  write(storage: number, dtype: DType, data: HostArray): void {
    this.#view(dtype, storage, data.length).set(data);
    this.#observer?.written(storage, dtype, data);
  }

  /** A copy of `count` elements from `offset` on, as they are now. @throws DisposedError, BackendError */
  async read(storage: number, dtype: DType, offset: number, count: number): Promise<HostArray> {
    return this.readSync(storage, dtype, offset, count);
  }

  /** The same at once. @throws DisposedError, BackendError */
  readSync(storage: number, dtype: DType, offset: number, count: number): HostArray {
    this.#observer?.reads();
    return this.#view(dtype, storage + offset * this.elementBytes(dtype), count).slice();
  }

  /** Tells an observer of every call. @throws StateError when there is one already; DisposedError */
  observe(observer: BackendObserver): Observation {
    if (this.#observer !== undefined) throw new StateError('wasmBackend: it is being observed already.');
    const { kernels, helpers } = this;
    this.#observer = observer;
    this.#kernels = observer.watchKernels(kernels) as Kernels<number>;
    this.#helpers = helpers && observer.watchHelpers(helpers);
    return {
      blockAt: (address) => this.#memory.blockAt(address),
      stop: () => {
        this.#observer = undefined;
        if (this.#kernels === undefined) return;
        this.#kernels = kernels;
        this.#helpers = helpers;
      },
    };
  }

  /** What is in use. */
  memory(): MemoryReport {
    return this.#memory.report();
  }

  /** Gives everything back; later calls throw a `DisposedError`. */
  dispose(): void {
    this.#crew?.dispose();
    this.#memory.dispose(this.#crew?.isLost !== true);
    this.#kernels = undefined; // they hold the memory
    this.#helpers = undefined;
  }

  #checkAlive(): void {
    this.#memory.checkAlive();
    this.#crew?.checkAlive();
  }

  /** A view that never leaves this class: growing the memory would cut it off. */
  #view(dtype: DType, address: number, count: number): Float32Array | Int32Array | Uint8Array {
    this.#checkAlive();
    const { buffer } = this.#memory;
    if (!(address > 0)) throw typeError('wasmBackend', 'storage', 'an address that allocate gave', address);
    if (dtype === 'float32') return new Float32Array(buffer, address, count);
    return dtype === 'int32' ? new Int32Array(buffer, address, count) : new Uint8Array(buffer, address, count);
  }
}
