import type { DType, HostArray } from '@ostinato/base';
import type { Helpers } from './helpers.ts';
import type { BackendObserver, Observation } from './observer.ts';
import type { Kernels } from './table/table.ts';

/** What a backend holds at the moment. */
export interface MemoryReport {
  /** Storages that were allocated and not yet freed. */
  readonly storages: number;
  /** Bytes of those storages. */
  readonly bytes: number;
  /** The largest `bytes` so far. */
  readonly peakBytes: number;
}

/**
 * Where tensors live and kernels run. A *storage* `S` is a backend's block of memory. On an *addressable* backend
 * `at` gives the same block further on; an *opaque* one has no `at` and replaces a storage's value on every write.
 */
export interface Backend<S = unknown> {
  /** `js`, `wasm`, `tfjs:webgl`... */
  readonly name: string;
  /** What `float32` really is here: `float64` on the reference backend for gradient checks. */
  readonly float: 'float32' | 'float64';
  /** The multiple of the stated tolerances that this backend's arithmetic needs; 1 for exact libraries. */
  readonly tolerance: number;
  /** Names of what the backend found and uses: `simd`, `threads`... */
  readonly features: readonly string[];
  /** The kernels, by their names in `kernelTable`; storages of other backends must not be passed to them. */
  readonly kernels: Kernels<S>;

  /** Bytes that one element takes here. */
  elementBytes(dtype: DType): number;
  /** A block for `count` elements, content undefined. @throws OutOfMemoryError */
  allocate(dtype: DType, count: number): S;
  /** Gives a block back. Its storage and all that `at` made of it are dead. */
  free(storage: S): void;
  /** The same block `bytes` further on; addressable backends only. */
  at?(storage: S, bytes: number): S;
  /** Copies host values into the first `data.length` elements; bool as 0 and 1. */
  write(storage: S, dtype: DType, data: HostArray): void;
  /** A copy of `count` elements from `offset` on. The values are those at the time of the call. */
  read(storage: S, dtype: DType, offset: number, count: number): Promise<HostArray>;
  /** The same at once, where the host can. */
  readSync?(storage: S, dtype: DType, offset: number, count: number): HostArray;
  /**
   * Tells an observer of every call, where storages are addresses and kernels plain functions of them: a list of calls can be run
   * again then. One observer at a time. @throws StateError
   */
  observe?(observer: BackendObserver): Observation;
  /** Threads that take lists of calls, where storages are addresses and there are such threads. */
  readonly helpers?: Helpers | undefined;
  /** What it holds at the moment. */
  memory(): MemoryReport;
  /** Gives everything back; every later call throws a `DisposedError`. */
  dispose(): void;
}
