/** The contract between tensors and the backends that compute them. */
export type { Backend, MemoryReport } from './backend.ts';
export type { CallList, Helpers } from './helpers.ts';
export type { AnyKernel, BackendObserver, Observation, Stretch } from './observer.ts';
export type { Argument, Kernel, KernelFunction, RowRole, Sizes, Split } from './kernel.ts';
export {
  type KernelName,
  kernelRow,
  type Kernels,
  kernelTable,
  type OptionalKernelName,
  type RequiredKernelName,
} from './table/table.ts';
