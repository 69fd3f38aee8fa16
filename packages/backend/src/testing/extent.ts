import type { KernelName } from '../table/table.ts';
import type { Numbers } from './reference.ts';
import { referenceOf } from './references.ts';

/**
 * Rows and columns of an operand that a kernel call touches; undefined where a scalar decides it (the walked operand of
 * `strided` and `stridedSum`).
 */
export function extentOf(name: KernelName, operand: string, numbers: Numbers): readonly [number, number] | undefined {
  if (name.startsWith('strided.') && operand === 'x') return undefined;
  return referenceOf(name).extent(operand, numbers);
}
