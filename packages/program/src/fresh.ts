import type { DType } from '@ostinato/base';
import type { KernelName } from '@ostinato/backend';
import { constant, type Extent } from './extent.ts';
import type { Call, Operand, Value } from './graph.ts';

/** Makes values that no recording made; ids go on where those of the graph end. */
export class Fresh {
  #next: number;

  constructor(values: Iterable<Value>) {
    this.#next = Math.max(-1, ...Array.from(values, ({ id }) => id)) + 1;
  }

  /** A new value. */
  value(dtype: DType, count: Extent): Value {
    return { id: this.#next++, dtype, count };
  }
}

/** The rows and columns that cover `count` elements: a row for each sequence, or one row. */
export const matrixOf = (count: Extent): { rows: Extent; cols: Extent } =>
  count.perRow > 0
    ? { rows: { base: 0, perRow: 1 }, cols: constant(count.perRow) }
    : { rows: constant(1), cols: constant(count.base) };

/** `into = from`, for `count` elements side by side. */
export function copyCall(into: Operand, from: Operand, count: Extent, pass: Call['pass']): Call {
  const { rows, cols } = matrixOf(count);
  const kernel = `copy.${into.value.dtype}` satisfies KernelName;
  return { kernel, args: [into, from, rows, cols, cols, cols], form: count.perRow > 0 ? 'rows' : 'fixed', pass };
}
