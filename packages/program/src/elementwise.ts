import { type KernelName, kernelRow } from '@ostinato/backend';
import { constant, growsWithRows } from './extent.ts';
import { isExtent } from './graph.ts';
import type { FittedCall } from './fit.ts';

const families = [
  'unary',
  'scalar',
  'binary',
  'binaryInt',
  'compare',
  'compareInt',
  'logical',
  'where',
  'fill',
  'copy',
  'cast',
  'random',
  'gelu',
  'geluBackward',
];
const others = ['logicalNot', 'dropout', 'dropoutBackward'];

/** Whether a kernel treats every element of its matrix alone. */
export const isElementwise = (kernel: KernelName): boolean =>
  families.includes(kernel.split('.', 1)[0]!) || others.includes(kernel);

/**
 * A call on elements side by side, one matrix row of `k x rows` columns, as `rows` rows of k columns; other calls stay as they are.
 * This is how `[batch]`, or a fill of any shape, becomes something that rows can be cut from.
 */
export function spreadRows(call: FittedCall): FittedCall {
  const { args } = kernelRow(call.kernel);
  if (!isElementwise(call.kernel)) return call;
  const place = (name: string): number => args.findIndex((argument) => argument.name === name);
  const [rows, cols] = [call.args[place('rows')]!, call.args[place('cols')]!];
  if (!isExtent(rows) || !isExtent(cols) || rows.perRow !== 0 || rows.base !== 1 || !growsWithRows(cols)) return call;
  const changed = [...call.args];
  changed[place('rows')] = { base: 0, perRow: 1 };
  changed[place('cols')] = constant(cols.perRow);
  for (const [i, argument] of args.entries()) {
    if (argument.role !== 'stride' || argument.axis !== 'row') continue;
    const column = args.findIndex((a) => a.role === 'stride' && a.axis === 'column' && a.of === argument.of);
    const walks = column < 0 || (call.args[column] as { base: number }).base === 1;
    changed[i] = constant(walks ? cols.perRow : 0);
  }
  return { kernel: call.kernel, args: changed };
}
