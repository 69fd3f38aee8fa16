/** SIMD kernels in WebAssembly behind the backend contract. */
export type { WasmBackendOptions } from './options.ts';
export { type WasmBackend, wasmBackend } from './wasm-backend.ts';
