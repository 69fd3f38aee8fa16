import type { KernelName, Kernels } from './table/table.ts';

/** Kernel calls that a helper thread will make, one after another. */
export interface CallList {
  /** What it takes of the backend's memory. */
  readonly bytes: number;
  /** Appends a call, and says where its first argument is. @throws RangeError when the list is full */
  add(kernel: KernelName, args: readonly unknown[]): number;
  /** Changes an argument: `place` is where `add` put the first one, plus its position. */
  set(place: number, value: number): void;
  /** Gives its memory back. */
  free(): void;
}

/**
 * Threads that can be handed lists of calls, so that a loop needs one fork and one join. The caller sees to it that no list writes
 * what another list or the caller touches meanwhile.
 */
export interface Helpers {
  /** How many there are, beside the caller's own thread. */
  readonly count: number;
  /** Nanoseconds of work from which a fork and a join pay. */
  readonly leastWork: number;
  /**
   * Rows of a loop that each thread must have: each reads all weights at every step, so for few rows calls that are divided one by one
   * are faster.
   */
  readonly leastRows: number;
  /** The kernels for what runs beside lists: those of `Backend.kernels` may want the helpers themselves. */
  readonly kernels: Kernels;
  /** Room for `calls` calls with `args` arguments in all. @throws OutOfMemoryError */
  list(calls: number, args: number): CallList;
  /**
   * Has helper i work through `lists[i]` while `own` runs here, and waits for all.
   * @returns whether every index was in range; a list ends at the first that is not
   * @throws BackendError when a helper fails, and what `own` throws
   */
  run(lists: readonly CallList[], own: () => void): boolean;
}
