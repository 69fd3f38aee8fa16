import type { Backend, Kernels, MemoryReport } from '@ostinato/backend';
import { checkInteger, checkOptions, type DType, type HostArray, typeError } from '@ostinato/base';
import { chooseThreads } from './choose-threads.ts';
import { asKernels, exportName, kernelsOf } from './kernel-exports.ts';
import { chooseRelaxed } from './relaxed.ts';
import { scratchBytes } from './scratch.ts';
import { Crew } from './threads/crew.ts';
import { leastWork, shareKernels } from './threads/share.ts';
import { compile, type Variant } from './variant.ts';
import { WasmMemory } from './wasm-memory.ts';

const pageBytes = 65_536;
const mostBytes = 2 ** 32 - pageBytes;

/** Options of `wasmBackend`. */
export interface WasmBackendOptions {
  /** The most memory it may take, in bytes. Default and most: 4 GiB less 64 KiB. */
  readonly maxMemory?: number;
  /**
   * Threads to compute on, this one included. `auto` (default): one a core, at most 8, where memory can be shared (always in
   * Node, in browsers on cross-origin isolated pages), else 1. Results have the same bits for any number.
   */
  readonly threads?: number | 'auto';
  /**
   * Whether products round once per multiply-add (relaxed SIMD) instead of twice. Default: where the engine offers it without a
   * flag. `false` gives the same bits on every machine; `true` turns it on in Node 20 and throws where it cannot.
   */
  readonly relaxed?: boolean;
}

/**
 * A backend of SIMD kernels in WebAssembly, in Node and in browsers. Memory is one block that grows and is given back by
 * `dispose`. `features` and `threads` say what runs.
 * @throws ArgumentError on an unknown option or value; BackendError where the engine lacks what is needed
 */
export function wasmBackend(options: WasmBackendOptions = {}): Promise<WasmBackend> {
  return makeBackend(options, leastWork);
}

/** @internal `least`: the work in nanoseconds from which threads share a call */
export async function makeBackend(options: WasmBackendOptions, least: number): Promise<WasmBackend> {
  checkOptions('wasmBackend', options, ['maxMemory', 'threads', 'relaxed'], ['maxMemory', 'threads', 'relaxed']);
  const { maxMemory = mostBytes } = options;
  checkInteger('wasmBackend', 'maxMemory', maxMemory, { min: 256 * pageBytes, max: mostBytes });
  const threads = chooseThreads(options.threads);
  const variant: Variant = { relaxed: chooseRelaxed(options.relaxed), shared: threads > 1 };
  const module = await compile(variant);
  const limit = Math.floor(maxMemory / pageBytes) * pageBytes;
  const memory = new WasmMemory(limit, threads * scratchBytes, variant.shared);
  const scratchOf = (thread: number): number => memory.reserved + thread * scratchBytes;
  const { exports } = await WebAssembly.instantiate(module, { env: { memory: memory.memory, scratch: scratchOf(0) } });
  const kernels = kernelsOf(exports);
  if (threads === 1) return new WasmBackend(variant, memory, asKernels(kernels));
  const crew = await Crew.start(threads - 1, {
    module,
    memory: memory.memory,
    scratchOf: (worker) => scratchOf(worker + 1),
    names: [...kernels.keys()].map(exportName),
  });
  return new WasmBackend(variant, memory, asKernels(shareKernels(kernels, crew, least)), crew);
}

/** What `wasmBackend` makes. A storage is the address of its first byte. */
export class WasmBackend implements Backend<number> {
  /** `wasm`. */
  readonly name = 'wasm';
  /** Always float32. */
  readonly float = 'float32';
  /** Sums are held in float32, and exp, tanh and their like are polynomials. */
  readonly tolerance = 10;
  /** What runs: `simd` or `relaxed-simd`, and `threads` if there is more than one. */
  readonly features: readonly string[];
  /** Threads that kernels run on, the caller's included. */
  readonly threads: number;
  readonly #crew: Crew | undefined;
  readonly #kernels: Kernels<number>;
  readonly #memory: WasmMemory;

  /** @internal */
  constructor({ relaxed }: Variant, memory: WasmMemory, kernels: Kernels<number>, crew?: Crew) {
    this.threads = 1 + (crew?.size ?? 0);
    this.features = [relaxed ? 'relaxed-simd' : 'simd', ...(crew ? ['threads'] : [])];
    this.#crew = crew;
    this.#memory = memory;
    this.#kernels = kernels;
  }

  /** The functions of the binary. @throws DisposedError, BackendError when its threads are lost */
  get kernels(): Kernels<number> {
    this.#memory.checkAlive();
    this.#crew?.checkAlive();
    return this.#kernels;
  }

  /** Bytes that one element takes: 4, for bool 1. */
  elementBytes(dtype: DType): number {
    return dtype === 'bool' ? 1 : 4;
  }

  /** The address of a block for `count` elements, content undefined. @throws OutOfMemoryError, DisposedError */
  allocate(dtype: DType, count: number): number {
    return this.#memory.allocate(count * this.elementBytes(dtype));
  }

  /** Gives a block back. */
  free(storage: number): void {
    this.#memory.free(storage);
  }

  /** The address `bytes` further on. */
  at(storage: number, bytes: number): number {
    return storage + bytes;
  }

  /** Copies host values into a block. @throws DisposedError */
  write(storage: number, dtype: DType, data: HostArray): void {
    this.#view(dtype, storage, data.length).set(data);
  }

  /** A copy of `count` elements from `offset` on, as they are now. @throws DisposedError */
  async read(storage: number, dtype: DType, offset: number, count: number): Promise<HostArray> {
    return this.readSync(storage, dtype, offset, count);
  }

  /** The same at once. @throws DisposedError */
  readSync(storage: number, dtype: DType, offset: number, count: number): HostArray {
    return this.#view(dtype, storage + offset * this.elementBytes(dtype), count).slice();
  }

  /** What is in use. */
  memory(): MemoryReport {
    return this.#memory.report();
  }

  /** Gives everything back; later calls throw a `DisposedError`. */
  dispose(): void {
    this.#memory.dispose();
    this.#crew?.dispose();
  }

  /** A view that never leaves this class: growing the memory would cut it off. */
  #view(dtype: DType, address: number, count: number): Float32Array | Int32Array | Uint8Array {
    const { buffer } = this.#memory;
    if (!(address > 0)) throw typeError('wasmBackend', 'storage', 'an address that allocate gave', address);
    if (dtype === 'float32') return new Float32Array(buffer, address, count);
    return dtype === 'int32' ? new Int32Array(buffer, address, count) : new Uint8Array(buffer, address, count);
  }
}
