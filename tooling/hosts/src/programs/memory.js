// node memory.js THREADS BACKENDS: makes, uses and disposes backends and prints the growth of the process's memory in MiB after
// the first 20, when the collector and the pools of threads have found their size.
import process from 'node:process';
import { eagerWasmBackend } from '@ostinato/backend-wasm/testing';

const [threads = 0, backends = 0] = process.argv.slice(2).map(Number);
let early = 0;
for (let i = 0; i < backends; i++) {
  const backend = await eagerWasmBackend({ threads });
  const block = backend.allocate('float32', 512 * 512);
  backend.kernels['fill.float32'](block, 512, 512, 512, i);
  backend.dispose();
  if (i === 19) early = process.memoryUsage.rss();
}
console.log(JSON.stringify((process.memoryUsage.rss() - early) / 2 ** 20));
