import type { DType, HostArray } from '@ostinato/base';
import type { Helpers } from './helpers.ts';
import type { Kernels } from './table/table.ts';

/** Any kernel, as a function of what the table lists. */
export type AnyKernel = (...args: unknown[]) => number | void;

/** Who is told of everything that is asked of a backend. */
export interface BackendObserver {
  /** What the backend gives out in place of its kernels: functions that note their calls, and call them. */
  watchKernels(kernels: Kernels): Kernels;
  /** What it gives out in place of its helpers. */
  watchHelpers(helpers: Helpers): Helpers;
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
