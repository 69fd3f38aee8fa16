import { kernelRow } from '@ostinato/backend';
import { type Extent, growsWithRows } from './extent.ts';
import { type Form, isExtent, isOperand, type Operand } from './graph.ts';
import type { FittedCall } from './fit.ts';

/** Why a call cannot run on any number of rows. */
export interface Mixing {
  /** What it does. */
  readonly mixing: string;
}

/**
 * How a call walks its rows, or why it cannot: it reads another row than it writes, its sizes grow with the rows in a way that
 * no kernel row can follow, or it reads a whole matrix that has rows.
 */
export function formOf(call: FittedCall): Form | Mixing {
  const { args } = kernelRow(call.kernel);
  const operands = call.args.filter(isOperand);
  const extents = call.args.filter(isExtent);
  const odd = operands.find(({ value: { count } }) => count.perRow !== 0 && !growsWithRows(count));
  if (odd !== undefined) return mixing(call, 'makes a tensor whose size is no multiple of the batch size');
  if (operands.every(({ value }) => value.count.perRow === 0)) {
    return extents.every(({ perRow }) => perRow === 0)
      ? 'fixed'
      : mixing(call, 'has a size that depends on the batch size');
  }
  const rows = call.args[args.findIndex(({ name }) => name === 'rows')];
  const isSingle = rows !== undefined && isExtent(rows) && rows.perRow === 0 && rows.base === 1;
  const growing = args.flatMap((argument, i) => {
    const extent = call.args[i]!;
    if (!isExtent(extent) || extent.perRow === 0) return [];
    // `count` only repeats the size of what is written, and from a single row no stride leads anywhere.
    if (argument.name === 'count' || (argument.role === 'stride' && argument.axis === 'row' && isSingle)) return [];
    return [{ ...argument, extent }];
  });
  const [axis] = growing;
  if (axis === undefined) return mixing(call, 'reads or writes one part of the batch only');
  if (growing.length > 1 || axis.role !== 'size' || !growsWithRows(axis.extent))
    return mixing(call, 'has sizes that depend on the batch size');
  if (call.kernel.startsWith('strided')) return stridedForm(call, axis.name, axis.extent.perRow);
  return walkForm(call, axis.name, axis.extent.perRow);
}

const mixing = (call: FittedCall, what: string): Mixing => ({ mixing: `${call.kernel} ${what}` });

/** Reductions of a matrix row that give a sum, over elements that may lie in many rows of the batch. */
const sums: readonly string[] = ['reduce.sum'];

/** The form of a call that walks `perRow` of its own rows (or items, or sums over so many) for each row of the batch. */
function walkForm(call: FittedCall, axis: string, perRow: number): Form | Mixing {
  const { args } = kernelRow(call.kernel);
  let form: Form = 'rows';
  for (const [i, argument] of args.entries()) {
    if (argument.role !== 'in' && argument.role !== 'out' && argument.role !== 'state') continue;
    const operand = call.args[i] as Operand;
    const hasRows = operand.value.count.perRow > 0;
    if (hasRows && axis !== 'items' && (argument.rows === 'mix' || (argument.rows === 'all' && argument.role === 'in')))
      return mixing(call, `reads all of ${argument.name} for every row of the batch`);
    if (argument.role === 'out' && !hasRows) form = 'sum';
    const steps = strideAlong(call, argument.name, axis);
    const whole = argument.rows === 'all' && axis !== 'items';
    if (!hasRows && (whole || steps === undefined || steps === 0 || argument.role === 'out')) continue;
    if (!hasRows) return mixing(call, `reads another row of ${argument.name} for each row of the batch`);
    if (steps === undefined ? operand.value.count.perRow % perRow !== 0 : steps * perRow !== operand.value.count.perRow)
      return mixing(call, `reads or writes ${argument.name} across rows of the batch`);
    if (operand.offset >= operand.value.count.perRow) return mixing(call, `reads ${argument.name} from a later row on`);
  }
  if (form === 'rows') return axis === 'rows' || axis === 'items' ? form : mixing(call, 'works across the batch');
  return canSum(call, axis) ? form : mixing(call, 'sums or selects across the batch');
}

/** Elements of an operand from one step along the growing axis to the next; `undefined` where the kernel has no stride for it. */
function strideAlong(call: FittedCall, operand: string, axis: string): number | undefined {
  const { args } = kernelRow(call.kernel);
  const wanted = axis === 'items' ? 'item' : 'row';
  const place = args.findIndex((a) => a.role === 'stride' && a.of === operand && a.axis === wanted);
  if (axis === 'cols' || place < 0) return axis === 'cols' ? 1 : undefined;
  return (call.args[place] as Extent).base;
}

/** Whether a call without rows in its result adds up what it reads along the axis. */
function canSum(call: FittedCall, axis: string): boolean {
  const { args } = kernelRow(call.kernel);
  if (sums.includes(call.kernel))
    return axis === 'cols' && (call.args[args.findIndex((a) => a.name === 'rows')] as Extent).base === 1;
  return (
    args.some((a) => a.role === 'in' && a.rows === 'sum') &&
    axis === (call.kernel.startsWith('matmul') ? 'inner' : 'rows')
  );
}

/**
 * The form of a `strided` or `stridedSum` call: the outermost axis of its view must walk whole rows of the batch, or stay where it
 * is in something without rows.
 */
function stridedForm(call: FittedCall, axis: string, perRow: number): Form | Mixing {
  const numberOf = (name: string): number => (call.args[place(name)] as Extent).base;
  const place = (name: string): number => kernelRow(call.kernel).args.findIndex((a) => a.name === name);
  const position = Number(axis.slice(1));
  const outermost = Array.from({ length: position }, (_, i) => numberOf(`n${i}`)).every((size) => size === 1);
  const [out, x] = call.args as [Operand, Operand];
  const [viewed, dense] = call.kernel === 'stridedSum' ? [out, x] : [x, out];
  const elements = viewed.value.count.perRow;
  const whole = numberOf(`s${position}`) * perRow === elements;
  const within = elements === 0 || numberOf('offset') + viewed.offset < elements;
  if (!outermost || !whole || !within || dense.value.count.perRow === 0)
    return mixing(call, 'moves elements from one row of the batch to another');
  return viewed === out && elements === 0 ? 'sum' : 'rows';
}
