import { constant, type Extent } from '../extent.ts';
import {
  argumentOf,
  type Call,
  type CallArgument,
  isExtent,
  type Operand,
  rowStrideIndex,
  type Value,
  withArguments,
} from '../graph.ts';
import type { LoopGraph } from '../loop-graph.ts';
import { type Use, usesOf } from '../uses.ts';

/** A copy of `cols` columns, walking the rows of both sides by a stride: what `split` and `concat` record. */
interface Copy {
  readonly into: Operand;
  readonly from: Operand;
  readonly cols: number;
  readonly intoStride: number;
  readonly fromStride: number;
}

/**
 * Makes parts of rows free. A copy out of rows (`split`) is dropped where its readers can walk the rows it was copied from; a copy
 * into rows (`concat`) is dropped where the call that made the part can write it in its place.
 */
export function withViews(graph: LoopGraph): LoopGraph {
  const pinned = new Set<Value>([
    ...graph.results.map(({ operand }) => operand.value),
    ...graph.inputs.map(({ value }) => value),
  ]);
  let calls = [...graph.calls];
  for (let position = 0; position < calls.length; ) {
    const copy = asCopy(calls[position]!);
    const changed = copy && (readInPlace(calls, position, copy, pinned) ?? writeInPlace(calls, position, copy, pinned));
    if (changed === undefined) position++;
    else calls = changed;
  }
  return { ...graph, calls };
}

/** A call as a copy of one row for each row of the batch, if it is one. */
function asCopy(call: Call): Copy | undefined {
  if (!call.kernel.startsWith('copy.') || call.form !== 'rows') return undefined;
  const [into, from, rows, cols, intoStride, fromStride] = call.args as [
    Operand,
    Operand,
    Extent,
    Extent,
    Extent,
    Extent,
  ];
  if (rows.perRow !== 1 && !(rows.perRow === 0 && rows.base === 1)) return undefined;
  return { into, from, cols: cols.base, intoStride: intoStride.base, fromStride: fromStride.base };
}

/** The calls without the copy, its readers reading where it read; undefined where one of them cannot. */
function readInPlace(
  calls: readonly Call[],
  position: number,
  copy: Copy,
  pinned: ReadonlySet<Value>,
): Call[] | undefined {
  const { into, from, cols } = copy;
  if (pinned.has(into.value) || !isWhole(into, cols, copy.intoStride)) return undefined;
  const uses = usesOf(calls, into.value).filter((use) => use.position !== position);
  if (uses.some(({ writes }) => writes)) return undefined;
  return without(position, redirect(calls, uses, cols, from, copy.fromStride));
}

/** The calls without the copy, the part being made in its place; undefined where a call cannot. */
function writeInPlace(
  calls: readonly Call[],
  position: number,
  copy: Copy,
  pinned: ReadonlySet<Value>,
): Call[] | undefined {
  const { into, from, cols } = copy;
  if (pinned.has(from.value) || !isWhole(from, cols, copy.fromStride)) return undefined;
  const uses = usesOf(calls, from.value).filter((use) => use.position !== position);
  const writers = uses.filter(({ writes }) => writes);
  if (writers.length === 0 || writers.some(({ call }) => call.pass !== calls[position]!.pass)) return undefined;
  return without(position, redirect(calls, uses, cols, into, copy.intoStride));
}

/** The calls without the one at `position`, if there are any. */
const without = (position: number, calls: readonly Call[] | undefined): Call[] | undefined =>
  calls?.filter((_, i) => i !== position);

/** Whether an operand is all of a value with `cols` elements a row. */
const isWhole = ({ value, offset }: Operand, cols: number, stride: number): boolean =>
  offset === 0 && stride === cols && value.count.base === 0 && value.count.perRow === cols;

/** The calls with each use of a value of `cols` columns at `place` instead, where rows are `stride` apart. */
export function redirect(
  calls: readonly Call[],
  uses: readonly Use[],
  cols: number,
  place: Operand,
  stride: number,
): Call[] | undefined {
  const changed = [...calls];
  for (const use of uses) {
    const call = moved(changed[use.position]!, use, cols, place, stride);
    if (call === undefined) return undefined;
    changed[use.position] = call;
  }
  return changed;
}

/** A call whose operand lies elsewhere with another row stride, if it walks the operand row by row of the batch. */
function moved(call: Call, use: Use, cols: number, place: Operand, stride: number): Call | undefined {
  const index = rowStrideIndex(call.kernel, use.name);
  const walked = call.args[index];
  if (index < 0 || walked === undefined || !isExtent(walked) || walked.base !== cols || !walksByRow(call))
    return undefined;
  const changes = new Map<number, CallArgument>([
    [use.index, { value: place.value, offset: place.offset + use.operand.offset }],
    [index, constant(stride)],
  ]);
  return withArguments(call, changes);
}

/** Whether a call's own rows (or what it sums over) are the rows of the batch, one for one. */
function walksByRow(call: Call): boolean {
  const one = (extent: CallArgument | undefined): boolean =>
    extent !== undefined &&
    isExtent(extent) &&
    ((extent.base === 0 && extent.perRow === 1) || (extent.perRow === 0 && extent.base === 1));
  if (call.kernel.startsWith('batchMatmul')) return false;
  return one(argumentOf(call, call.kernel.endsWith('.tn') ? 'inner' : 'rows'));
}
