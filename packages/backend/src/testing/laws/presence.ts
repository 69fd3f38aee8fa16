import { kernelRow, type KernelName, kernelTable } from '../../table/table.ts';
import type { Backend } from '../../backend.ts';

/** Every kernel of the table by name. */
export const kernelNames = Object.keys(kernelTable) as KernelName[];

/** Throws unless a backend has every required kernel, and none that the table does not know. */
export function checkPresence({ kernels }: Backend): void {
  const missing = kernelNames.filter((name) => !kernelRow(name).optional && typeof kernels[name] !== 'function');
  if (missing.length > 0) throw new Error(`missing kernels: ${missing.join(', ')}`);
  const unknown = Object.keys(kernels).filter((name) => !Object.hasOwn(kernelTable, name));
  if (unknown.length > 0) throw new Error(`kernels that the table does not know: ${unknown.join(', ')}`);
}
