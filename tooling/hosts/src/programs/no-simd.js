// Prints what an engine without SIMD is told, and what ready() takes there.
WebAssembly.validate = () => false;
const { wasmBackend } = await import('@ostinato/backend-wasm');
const { ready } = await import('ostinato');
const error = await wasmBackend().catch((/** @type {Error} */ { name, message }) => `${name}: ${message}`);
console.log(JSON.stringify({ error, ready: await ready() }));
