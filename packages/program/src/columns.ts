import { isElementwise } from './elementwise.ts';
import { argumentOf, type Call, isExtent, rowStrideIndex, type Touch } from './graph.ts';

/** Elements of each row, from one to before another. */
export type Columns = readonly [from: number, to: number];

/**
 * The elements of each row that a call touches of an operand. All of them, unless the call walks the rows of the batch one for one and
 * is known to stay within its columns.
 */
export function columnsOf(call: Call, { name, operand }: Touch): Columns {
  const { perRow, base } = operand.value.count;
  const whole: Columns = [0, base + perRow];
  const stride = call.args[rowStrideIndex(call.kernel, name)];
  const width = argumentOf(call, widthName(call, name));
  const rows = argumentOf(call, 'rows');
  if (stride === undefined || width === undefined || rows === undefined) return whole;
  if (!isExtent(stride) || !isExtent(width) || !isExtent(rows)) return whole;
  const oneForOne = rows.base === 0 && rows.perRow === 1;
  if (!oneForOne || stride.base !== perRow) return whole;
  return [operand.offset, operand.offset + width.base];
}

/** The size that tells how many columns of an operand a call touches. */
function widthName({ kernel }: Call, operand: string): string {
  if (isElementwise(kernel)) return 'cols';
  if (!/^matmul(Bias)?(Add)?\.n|^matmulPacked/.test(kernel)) return '';
  return operand === 'a' ? 'inner' : operand === 'out' ? 'cols' : '';
}

/** Whether two stretches have an element in common. */
export const overlap = (a: Columns, b: Columns): boolean => a[0] < b[1] && b[0] < a[1];
