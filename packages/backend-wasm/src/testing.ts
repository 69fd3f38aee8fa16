/** For tests of programs and backends: a backend whose threads share every call, however small. */
import { makeBackend } from './make-backend.ts';
import type { WasmBackendOptions } from './options.ts';
import type { WasmBackend } from './wasm-backend.ts';

/**
 * As `wasmBackend`, but its threads share every call that the kernel table lets them share, where a usual one leaves small
 * calls to one thread. Slow, and the same bits.
 * @throws what `wasmBackend` throws
 */
export function eagerWasmBackend(options: WasmBackendOptions = {}): Promise<WasmBackend> {
  return makeBackend(options, { least: 0 });
}
