import type { Backend } from '@ostinato/backend';
import type { DType, HostArray } from '@ostinato/base';
import { makeBackend } from './make-backend.ts';
import type { WasmBackendOptions } from './options.ts';

/**
 * What `wasmBackend` makes. A storage is the address of its first byte. When a worker thread dies during a call, what the call
 * left is unknown: the call and all later ones throw a `BackendError`.
 */
export interface WasmBackend extends Backend<number> {
  /** Threads that kernels run on, the caller's included. */
  readonly threads: number;
  /** The address `bytes` further on. */
  at(storage: number, bytes: number): number;
  /** A copy of `count` elements from `offset` on, as they are now. @throws DisposedError */
  readSync(storage: number, dtype: DType, offset: number, count: number): HostArray;
}

/**
 * A backend of SIMD kernels in WebAssembly, in Node and in browsers. Memory is one block that grows and is given back by
 * `dispose`. `features` and `threads` say what runs.
 * @throws ArgumentError on an unknown option or value; BackendError where the engine lacks what is needed
 */
export function wasmBackend(options: WasmBackendOptions = {}): Promise<WasmBackend> {
  return makeBackend(options);
}
