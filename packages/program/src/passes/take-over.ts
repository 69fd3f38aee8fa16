import { kernelRow } from '@ostinato/backend';
import { columnsOf, overlap } from '../columns.ts';
import { isElementwise } from '../elementwise.ts';
import { type Call, isAdd, rowStrideOf, touches, type Value } from '../graph.ts';
import type { LoopGraph } from '../loop-graph.ts';
import { usesOf } from '../uses.ts';
import { redirect } from './views.ts';

/**
 * Lets a result take over the part of a row that it was computed from, where nobody reads that part any more: gates of one product are
 * activated where they are, and stay one block for the gradients that replace them later.
 */
export function withTakeOver(graph: LoopGraph): LoopGraph {
  const pinned = new Set<Value>([
    ...graph.results.map(({ operand }) => operand.value),
    ...graph.inputs.map(({ value }) => value),
  ]);
  let calls: Call[] = [...graph.calls];
  for (let position = 0; position < calls.length; position++) calls = takeOver(calls, position, pinned) ?? calls;
  return { ...graph, calls };
}

function takeOver(calls: readonly Call[], position: number, pinned: ReadonlySet<Value>): Call[] | undefined {
  const call = calls[position]!;
  if (!isElementwise(call.kernel) || call.form !== 'rows' || isAdd(call.kernel)) return undefined;
  const all = touches(call);
  const outs = all.filter(({ writes }) => writes);
  const [out] = outs;
  if (out === undefined || outs.length > 1) return undefined;
  const { value } = out.operand;
  const cols = value.count.perRow;
  if (pinned.has(value) || value.count.base !== 0 || rowStrideOf(call, out.name) !== cols) return undefined;
  const uses = usesOf(calls, value);
  if (uses.filter(({ writes }) => writes).length > 1) return undefined;
  for (const part of all) {
    const { value: row } = part.operand;
    const inPlace = kernelRow(call.kernel).inPlace.includes(part.name);
    if (!inPlace || row.count.perRow <= cols || row.dtype !== value.dtype || pinned.has(row)) continue;
    if (all.filter(({ operand }) => operand.value === row).length > 1) continue;
    const columns = columnsOf(call, part);
    if (columns[1] - columns[0] !== cols) continue;
    const others = usesOf(calls, row);
    if (!others.some((use) => use.writes && use.call.pass === call.pass)) continue;
    // Who else reads the part may run later than here: in the loop, where this is done before it for all steps.
    const isRead = others.some((use) => {
      const isOther = use.position > position || (use.position < position && !use.writes);
      return isOther && overlap(columnsOf(use.call, use), columns);
    });
    if (isRead) continue;
    const moved = redirect(calls, uses, cols, part.operand, row.count.perRow);
    if (moved !== undefined) return moved;
  }
  return undefined;
}
