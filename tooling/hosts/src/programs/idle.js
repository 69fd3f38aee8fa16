// Prints the CPU time in milliseconds that a process with idle worker threads takes in half a second, and ends by itself.
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { eagerWasmBackend } from '@ostinato/backend-wasm/testing';

const backend = await eagerWasmBackend({ threads: 4 });
const block = backend.allocate('float32', 4096);
backend.kernels['fill.float32'](block, 64, 64, 64, 1);
await setTimeout(50);
const before = process.cpuUsage();
await setTimeout(500);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify((user + system) / 1000));
