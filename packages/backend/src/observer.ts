import type { DType, HostArray } from '@ostinato/base';
import type { KernelName } from './table/table.ts';

/** Any kernel, as a function of what the table lists. */
export type AnyKernel = (...args: unknown[]) => number | void;

/** A call in a list for a helper. */
export interface ListedCall {
  /** Its name in the table. */
  readonly kernel: KernelName;
  /** Addresses and numbers. */
  readonly args: readonly unknown[];
}

/** Who is told of everything that is asked of a backend. */
export interface BackendObserver {
  /** A kernel is called: runs it, with the arguments it is to have, and passes on what it returns. */
  call(name: KernelName, kernel: AnyKernel, args: readonly unknown[]): number | void;
  /** Lists of calls and `own` are to run side by side: runs them. The kernels that `own` calls are told of as usual. */
  together(lists: readonly (readonly ListedCall[])[], run: () => boolean): boolean;
  /** A block was taken: its address and its bytes. */
  allocated(address: number, bytes: number): void;
  /** A block was given back. */
  freed(address: number): void;
  /** The host wrote to an address. */
  written(address: number, dtype: DType, data: HostArray): void;
  /** The host is about to read. May throw. */
  reads(): void;
}

/** A stretch of memory. */
export interface Stretch {
  /** Where it begins. */
  readonly address: number;
  /** How long it is. */
  readonly bytes: number;
}

/** An observed backend, until `stop` is called. */
export interface Observation {
  /** The block that an address lies in, if it is in use. */
  blockAt(address: number): Stretch | undefined;
  /** Ends it. */
  stop(): void;
}
