import type { Extent } from '../extent.ts';
import { argumentOf, type Call, type Operand, rowStrideIndex } from '../graph.ts';

/** Whether a product makes all rows and columns of the operand that a sum reads, and nothing beside it. */
export function sameMatrix(product: Call, sum: Call, operand: Operand, stride: Extent): boolean {
  const extent = (call: Call, name: string) => argumentOf(call, name) as Extent;
  const [made] = product.args as readonly [Operand];
  const [rows, sumRows, cols] = [extent(product, 'rows'), extent(sum, 'rows'), extent(sum, 'cols')];
  const madeStride = product.args[rowStrideIndex(product.kernel, 'out')] as Extent;
  return (
    made.offset === operand.offset &&
    rows.base === sumRows.base &&
    rows.perRow === sumRows.perRow &&
    extent(product, 'cols').base === cols.base &&
    madeStride.base === stride.base &&
    operand.value.count.perRow === cols.base
  );
}
