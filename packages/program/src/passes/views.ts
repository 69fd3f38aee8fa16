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

/** An operand, and the elements from one of its rows to the next. */
interface Walk {
  readonly operand: Operand;
  readonly stride: number;
}

/** A copy of `cols` columns: what `split` and `concat` record. */
interface Copy {
  readonly into: Walk;
  readonly from: Walk;
  readonly cols: number;
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
    const changed = copy && dropped(calls, position, copy, pinned);
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
  return {
    into: { operand: into, stride: intoStride.base },
    from: { operand: from, stride: fromStride.base },
    cols: cols.base,
  };
}

/** The calls without the copy: its readers read where it read, or what it copied is made where it wrote. */
function dropped(
  calls: readonly Call[],
  position: number,
  { into, from, cols }: Copy,
  pinned: ReadonlySet<Value>,
): Call[] | undefined {
  const { pass } = calls[position]!;
  const onlyRead = (uses: readonly Use[]): boolean => uses.every(({ writes }) => !writes);
  const madeHere = (uses: readonly Use[]): boolean => {
    const writers = uses.filter(({ writes }) => writes);
    return writers.length > 0 && writers.every(({ call }) => call.pass === pass);
  };
  const read = pinned.has(into.operand.value) ? undefined : without(calls, position, cols, [into, from], onlyRead);
  if (read !== undefined || pinned.has(from.operand.value)) return read;
  return without(calls, position, cols, [from, into], madeHere);
}

/** The calls without a copy, what touches the `part` touching the `place` instead; undefined where a call cannot. */
function without(
  calls: readonly Call[],
  position: number,
  cols: number,
  [part, place]: readonly [Walk, Walk],
  mayMove: (uses: readonly Use[]) => boolean,
): Call[] | undefined {
  if (!isWhole(part, cols)) return undefined;
  const uses = usesOf(calls, part.operand.value).filter((use) => use.position !== position);
  if (!mayMove(uses)) return undefined;
  return redirect(calls, uses, cols, place.operand, place.stride)?.filter((_, i) => i !== position);
}

/** Whether an operand is all of a value with `cols` elements a row. */
const isWhole = ({ operand: { value, offset }, stride }: Walk, cols: number): boolean =>
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
