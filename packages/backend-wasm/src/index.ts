/** SIMD kernels in WebAssembly behind the backend contract. */
export { WasmBackend, wasmBackend, type WasmBackendOptions } from './wasm-backend.ts';
