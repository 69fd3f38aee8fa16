/** SIMD kernels in WebAssembly behind the backend contract. */
export { wasmBackend } from './make-backend.ts';
export type { WasmBackendOptions } from './options.ts';
export { WasmBackend } from './wasm-backend.ts';
