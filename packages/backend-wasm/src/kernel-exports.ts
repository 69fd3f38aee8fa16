import { type KernelName, type Kernels, kernelTable } from '@ostinato/backend';

/** A kernel as WebAssembly has it: numbers in, a position or nothing out. */
export type KernelExport = (...args: number[]) => number | void;

const names = Object.keys(kernelTable) as KernelName[];

/** The name under which a binary exports a kernel: AssemblyScript has no dots. */
export function exportName(kernel: KernelName): string {
  return kernel.replaceAll('.', '_');
}

/** The kernels of the table that a binary exports, by their names in the table. */
export function kernelsOf(exports: WebAssembly.Exports): Map<KernelName, KernelExport> {
  return new Map(
    names.flatMap((name) => {
      const kernel = exports[exportName(name)];
      return kernel === undefined ? [] : [[name, kernel as KernelExport]];
    }),
  );
}

/** Kernels with the types of the table: an address is a number like all other arguments. */
export function asKernels(kernels: ReadonlyMap<KernelName, KernelExport>): Kernels<number> {
  return Object.fromEntries(kernels) as unknown as Kernels<number>;
}
