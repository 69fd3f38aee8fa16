import type { MemoryReport, Stretch } from '@ostinato/backend';
import { DisposedError, OutOfMemoryError } from '@ostinato/base';
import { giveMemory, takeMemory } from './host-memory.ts';
import { MemoryPool } from './memory-pool.ts';

const pageBytes = 65_536;
/** Memory grows by at least this much, so that it grows seldom. */
const growthPages = 256;
/** Address 0 is never a block. */
const firstAddress = 64;

/** One WebAssembly memory and the blocks in it. A storage is the address of its first byte. */
export class WasmMemory {
  /** Undefined once disposed: only the collector of garbage can give it back to the host. */
  #memory: WebAssembly.Memory | undefined;
  readonly #shared: boolean;
  readonly #maximum: number;
  readonly #pool: MemoryPool;
  readonly #live = new Map<number, number>();
  #bytes = 0;
  #peakBytes = 0;

  /**
   * @param maximum The most bytes it may ever have, `reserved` included: a multiple of 64 KiB. It has less where the host cannot
   * set so much aside
   * @throws OutOfMemoryError
   */
  constructor(maximum: number, reserved: number, shared: boolean) {
    const initial = Math.ceil((firstAddress + reserved) / pageBytes);
    const [memory, pages] = takeMemory(initial, maximum / pageBytes, shared);
    this.#memory = memory;
    this.#shared = shared;
    this.#maximum = pages * pageBytes;
    this.#pool = new MemoryPool(firstAddress + reserved, this.#maximum);
  }

  /** @throws DisposedError */
  get memory(): WebAssembly.Memory {
    if (this.#memory !== undefined) return this.#memory;
    throw new DisposedError('wasmBackend: this backend was disposed. Make a new one.');
  }

  /** The address of the `reserved` bytes. */
  get reserved(): number {
    return firstAddress;
  }

  /** The buffer at the moment: growing makes a new one. @throws DisposedError */
  get buffer(): ArrayBuffer {
    return this.memory.buffer as ArrayBuffer;
  }

  /** @throws DisposedError */
  checkAlive(): void {
    void this.memory;
  }

  allocate(bytes: number): number {
    this.checkAlive();
    const address = this.#pool.take(bytes);
    if (address === undefined) throw this.#full(bytes);
    try {
      this.#growTo(address + bytes);
    } catch (cause) {
      this.#pool.undo(address, bytes);
      throw this.#full(bytes, cause);
    }
    this.#live.set(address, bytes);
    this.#bytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#bytes);
    return address;
  }

  free(address: number): void {
    const bytes = this.#live.get(address);
    if (bytes === undefined) return;
    this.#live.delete(address);
    this.#pool.give(address, bytes);
    this.#bytes -= bytes;
  }

  /** The block that an address lies in, if it is in use. */
  blockAt(address: number): Stretch | undefined {
    for (const [start, bytes] of this.#live) {
      if (address >= start && address < start + Math.max(bytes, 1)) return { address: start, bytes };
    }
    return undefined;
  }

  report(): MemoryReport {
    return { storages: this.#live.size, bytes: this.#bytes, peakBytes: this.#peakBytes };
  }

  /** @param isIdle Whether no thread can be writing any more */
  dispose(isIdle: boolean): void {
    if (this.#memory !== undefined && this.#shared && isIdle) giveMemory(this.#memory, this.#maximum / pageBytes);
    this.#memory = undefined;
    this.#live.clear();
    this.#bytes = 0;
  }

  #growTo(bytes: number): void {
    const { memory } = this;
    const present = memory.buffer.byteLength;
    if (bytes <= present) return;
    const missing = Math.ceil((bytes - present) / pageBytes);
    const most = (this.#maximum - present) / pageBytes;
    try {
      memory.grow(Math.min(most, Math.max(missing, growthPages, Math.ceil(present / pageBytes / 2))));
    } catch {
      memory.grow(missing);
    }
  }

  #full(bytes: number, cause?: unknown): OutOfMemoryError {
    const state = `${this.#bytes} bytes are in use, at most ${this.#maximum} may be (option maxMemory)`;
    return new OutOfMemoryError(`wasmBackend: cannot allocate ${bytes} bytes; ${state}.`, { cause });
  }
}
