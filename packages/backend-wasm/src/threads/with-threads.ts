import type { KernelName } from '@ostinato/backend';
import type { KernelExport } from '../kernel-exports.ts';
import { Crew, type CrewHost, type CrewTask } from './crew.ts';
import { leastWork, shareKernels } from './share.ts';

/**
 * Starts worker threads and wraps kernels so that they share calls. It is loaded when threads are wanted: a page on one thread does
 * without its code.
 */
export async function withThreads(
  kernels: ReadonlyMap<KernelName, KernelExport>,
  workers: number,
  task: CrewTask,
  { least = leastWork, ...host }: Partial<CrewHost> & { readonly least?: number },
): Promise<{ readonly crew: Crew; readonly kernels: Map<KernelName, KernelExport> }> {
  const crew = await Crew.start(workers, task, host);
  return { crew, kernels: shareKernels(kernels, crew, least) };
}
