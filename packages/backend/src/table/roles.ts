import type { DType } from '@ostinato/base';
import type { Kernel, RowRole, Sizes, Split } from '../kernel.ts';

/** A storage that is written completely. */
export const out = <const D extends DType>(dtype: D, rows: RowRole = 'row', name = 'out') =>
  ({ role: 'out', name, dtype, rows }) as const;

/** A storage that is only read. */
export const input = <const D extends DType>(name: string, dtype: D, rows: RowRole = 'row') =>
  ({ role: 'in', name, dtype, rows }) as const;

/** A float32 storage that is read and written, element by element. */
export const state = (name: string) => ({ role: 'state', name, dtype: 'float32', rows: 'row' }) as const;

/** Working space of a call. */
export const scratch = () => ({ role: 'scratch', name: 'scratch' }) as const;

/** A count. */
export const size = (name: string) => ({ role: 'size', name }) as const;

/** Elements from one row of an operand to its next; 0 uses one row for all. */
export const rowStride = (of: string) => ({ role: 'stride', name: `${of}Stride`, of, axis: 'row' }) as const;

/** Elements from one column of an operand to its next: 1, or 0 to use one column for all. */
export const columnStride = (of: string) => ({ role: 'stride', name: `${of}Column`, of, axis: 'column' }) as const;

/** Elements from one item (a matrix of a batch) of an operand to its next; 0 uses one for all. */
export const itemStride = (of: string) => ({ role: 'stride', name: `${of}Item`, of, axis: 'item' }) as const;

/** A number that is neither a size nor a stride. */
export const scalar = (name: string) => ({ role: 'scalar', name }) as const;

/** The number of elements of a matrix call. */
export const elements = ({ rows = 1, cols = 1 }: Sizes): number => rows * cols;

/** Fields of a kernel's row that most kernels share. */
const usual = {
  inPlace: [],
  split: 'rows' as Split,
  scratch: (): number => 0,
  draws: (): number => 0,
  returns: 'nothing',
  optional: false,
} as const;

type Usual = typeof usual;
type Given = Pick<Kernel, 'args' | 'flops' | 'traffic'> & Partial<Kernel>;

/** Completes a row of the table with the usual values, keeping the exact types of its arguments. */
export function kernel<const K extends Given>(row: K): Omit<Usual, keyof K> & K {
  return { ...usual, ...row };
}

/** One row under several names: `family('unary', ['exp', 'log'], row)` makes `unary.exp` and `unary.log`. */
export function family<const F extends string, const M extends string, K>(
  name: F,
  members: readonly M[],
  row: K,
): Record<`${F}.${M}`, K> {
  return Object.fromEntries(members.map((member) => [`${name}.${member}`, row])) as Record<`${F}.${M}`, K>;
}
