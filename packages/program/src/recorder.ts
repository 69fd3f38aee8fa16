import type { Backend, KernelName, Kernels, MemoryReport } from '@ostinato/backend';
import { kernelRow } from '@ostinato/backend';
import { type DType, type HostArray, StateError } from '@ostinato/base';
import { LiveNumber } from './step/live-number.ts';

/** A place of a value that does not exist: what a storage is while a step is recorded. */
export interface Ghost {
  /** Its block. */
  readonly block: GhostBlock;
  /** Bytes from the start of the block. */
  readonly bytes: number;
}

/** A block that does not exist. */
export interface GhostBlock {
  /** Position among the blocks of its recorder. */
  readonly id: number;
  /** Of its elements. */
  readonly dtype: DType;
  /** How many they are. */
  readonly count: number;
  /** What the host wrote. */
  data: HostArray | undefined;
}

/** A kernel call as it came. */
export interface RecordedCall {
  /** The kernel. */
  readonly kernel: KernelName;
  /** In the order of the kernel's arguments. */
  readonly args: readonly (Ghost | number)[];
}

/**
 * A backend that computes nothing: it writes down which kernels were called with which places and numbers. What runs on it sees
 * shapes only, so whatever asks for a value throws a `StateError`.
 */
export class Recorder implements Backend<Ghost> {
  /** `recorder`. */
  readonly name = 'recorder';
  /** As on the target. */
  readonly float: 'float32' | 'float64';
  /** As on the target. */
  readonly tolerance: number;
  /** As on the target. */
  readonly features: readonly string[];
  /** Those of the target, which only write down how they were called. */
  readonly kernels: Kernels<Ghost>;
  /** @internal What ran so far. */
  readonly calls: RecordedCall[] = [];
  /** @internal Every block that was asked for. */
  readonly blocks: GhostBlock[] = [];
  readonly #target: Backend;

  constructor(target: Backend) {
    this.#target = target;
    this.float = target.float;
    this.tolerance = target.tolerance;
    this.features = target.features;
    this.kernels = this.#listeners();
  }

  /** A function for each kernel that the target has. */
  #listeners(): Kernels<Ghost> {
    const listeners: Record<string, (...args: (Ghost | number)[]) => number> = {};
    for (const name of Object.keys(this.#target.kernels) as KernelName[]) {
      const { length } = kernelRow(name).args;
      listeners[name] = (...args) => {
        if (args.some((argument) => argument instanceof LiveNumber))
          throw new StateError(
            'scan: the step uses a number that is an argument of a compiled function. Make a tensor of it before the scan, and pass that by the option shared.',
            { code: 'STATE_RECORDING' },
          );
        this.calls.push({ kernel: name, args: args.slice(0, length) });
        return -1;
      };
    }
    return listeners as unknown as Kernels<Ghost>;
  }

  /** Bytes of an element on the target. */
  elementBytes(dtype: DType): number {
    return this.#target.elementBytes(dtype);
  }

  /** A block that does not exist. */
  allocate(dtype: DType, count: number): Ghost {
    const block: GhostBlock = { id: this.blocks.length, dtype, count, data: undefined };
    this.blocks.push(block);
    return { block, bytes: 0 };
  }

  /** Nothing to free. */
  free(): void {}

  /** The same block further on. */
  at({ block, bytes }: Ghost, more: number): Ghost {
    return { block, bytes: bytes + more };
  }

  /** Remembers values that the step made on the host: constants of the program. */
  write({ block }: Ghost, _dtype: DType, data: HostArray): void {
    block.data = data.slice();
  }

  /** There is nothing to read. @throws StateError */
  async read(): Promise<HostArray> {
    return this.readSync();
  }

  /** There is nothing to read. @throws StateError */
  readSync(): HostArray {
    throw new StateError(
      'A step is being recorded, so its tensors have shapes but no values yet: data(), item(), toArray() and dataSync() cannot be ' +
        'used in it. Choose with where() instead of an if, or return what you want to look at as output or trace.',
      { code: 'STATE_RECORDING' },
    );
  }

  /** Nothing is held. */
  memory(): MemoryReport {
    return { storages: 0, bytes: 0, peakBytes: 0 };
  }

  /** Nothing to give back. */
  dispose(): void {}
}
