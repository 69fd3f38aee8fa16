import type { Helpers, KernelName } from '@ostinato/backend';
import { asKernels, type KernelExport } from '../kernel-exports.ts';
import { helpersOf, type ListMemory } from './call-list.ts';
import { Crew, type CrewHost, type CrewTask } from './crew.ts';
import { leastWork, shareKernels } from './share.ts';

/** What there is with threads. */
export interface Threads {
  readonly crew: Crew;
  /** Kernels that share calls. */
  readonly kernels: Map<KernelName, KernelExport>;
  /** The workers as takers of lists. */
  readonly helpers: Helpers;
}

/**
 * Starts worker threads and wraps kernels so that they share calls. It is loaded when threads are wanted: a page on one thread does
 * without its code.
 */
export async function withThreads(
  kernels: ReadonlyMap<KernelName, KernelExport>,
  memory: ListMemory,
  workers: number,
  task: CrewTask,
  { least = leastWork, ...host }: Partial<CrewHost> & { readonly least?: number },
): Promise<Threads> {
  const crew = await Crew.start(workers, task, host);
  const helpers = helpersOf(crew, asKernels(kernels), memory, least);
  return { crew, kernels: shareKernels(kernels, crew, least), helpers };
}
