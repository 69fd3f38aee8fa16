import { asKernels, exportName, kernelsOf } from './kernel-exports.ts';
import { readOptions, type Settings, type WasmBackendOptions } from './options.ts';
import { scratchBytes } from './scratch.ts';
import type { CrewHost } from './threads/crew.ts';
import { compile } from './variant.ts';
import { AddressBackend } from './address-backend.ts';
import type { WasmBackend } from './wasm-backend.ts';
import { WasmMemory } from './wasm-memory.ts';

/** Milliseconds after which silent workers are done without, where the caller did not ask for them. */
const autoStartTime = 4000;

/** What only tests choose. */
export interface Internals extends Partial<CrewHost> {
  /** The work in nanoseconds from which threads share a call. */
  readonly least?: number;
}

/** What `wasmBackend` does, and what tests need beside it. */
export async function makeBackend(options: WasmBackendOptions, internals: Internals = {}): Promise<WasmBackend> {
  const settings = readOptions(options);
  if (!settings.mayBeAlone || settings.threads === 1) return make(settings, internals);
  try {
    return await make(settings, { startTime: autoStartTime, ...internals });
  } catch {
    // Workers do not start: a bundler left worker.js behind, say. Whatever else was wrong is so on one thread too.
    return make({ ...settings, threads: 1 }, internals);
  }
}

async function make({ maximum, threads, relaxed }: Settings, internals: Internals): Promise<WasmBackend> {
  const variant = { relaxed, shared: threads > 1 };
  const module = await compile(variant);
  const wasmMemory = new WasmMemory(maximum, threads * scratchBytes, variant.shared);
  const { memory, reserved } = wasmMemory;
  const scratchOf = (thread: number): number => reserved + thread * scratchBytes;
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, scratch: scratchOf(0) } });
  const kernels = kernelsOf(exports);
  if (threads === 1) return new AddressBackend(variant, wasmMemory, asKernels(kernels));
  const task = {
    module,
    memory,
    scratchOf: (worker: number) => scratchOf(worker + 1),
    names: [...kernels.keys()].map(exportName),
  };
  const { withThreads } = await import('./threads/with-threads.ts');
  const { crew, helpers, kernels: shared } = await withThreads(kernels, wasmMemory, threads - 1, task, internals);
  return new AddressBackend(variant, wasmMemory, asKernels(shared), { crew, helpers });
}
