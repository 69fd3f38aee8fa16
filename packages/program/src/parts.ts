import { addForm } from './passes/accumulate.ts';
import { type Fresh, matrixOf } from './fresh.ts';
import { type Call, read, type Value, writersOf, written } from './graph.ts';
import { constant } from './extent.ts';
import { type Level, levelsOf } from './levels.ts';
import type { GraphResult, LoopGraph } from './loop-graph.ts';
import { type Accumulator, renamed, totalMaker } from './totals.ts';

/** When a call runs. In the order of a program: the forward pass, then the backward pass. */
export const partNames = ['once', 'rows', 'body', 'onceBack', 'bodyBack', 'rowsBack', 'sums', 'finish'] as const;

/**
 * `once`: before the loop. `rows`: over the rows of all steps, before the loop. `body`: at every step. `onceBack`, `bodyBack`: the same
 * on the way back. `rowsBack`: over the rows of all steps, behind the loop back; then `sums`, over all rows into gradients, and
 * `finish`, once.
 */
export type PartName = (typeof partNames)[number];

/** A program's calls by when they run. */
export interface Parts {
  /** The calls of each part, in order. */
  readonly calls: Readonly<Record<PartName, readonly Call[]>>;
  /** What the loop back adds up; `total` is zero before it. */
  readonly accumulators: readonly Accumulator[];
  /** As in the graph, with gradients of `fixed` and `given` summed over all steps. */
  readonly results: readonly GraphResult[];
}

/** Divides the calls of a graph by when they run. */
export function partsOf(graph: LoopGraph, fresh: Fresh): Parts {
  const levels = levelsOf(graph);
  const level = (value: Value): Level => levels.get(value) ?? 'once';
  const back = graph.calls.filter(({ pass }) => pass === 'backward');
  const maker = totalMaker(back, fresh, (value) => level(value) === 'once');
  const results = graph.results.map((result): GraphResult => {
    if (result.role !== 'fixedGradient' && result.role !== 'givenGradient') return result;
    return { ...result, operand: { value: maker.totalOf(result.operand.value), offset: 0 } };
  });
  const { sums, finish, accumulators } = maker.totals;

  const behind = needed(back, [
    ...sums.flatMap(read),
    ...finish.flatMap(read),
    ...results.flatMap(({ role, operand }) => (role === 'xGradient' ? [operand.value] : [])),
    ...results.flatMap(({ operand }) => (level(operand.value) === 'once' ? [operand.value] : [])),
  ]);
  // What is the same at every step has no rows in the stack of all steps, so what reads it runs in the loop.
  const seesGiven = (call: Call): boolean =>
    read(call).some((value) => level(value) === 'once' && value.count.perRow > 0);
  // The gradient of a state is there only until the step before hands on its own.
  const handed = new Set(graph.inputs.flatMap(({ role, value }) => (role === 'stateGradient' ? [value] : [])));
  const seesHanded = (call: Call): boolean => read(call).some((value) => handed.has(value));
  const mustLoop = [...behind].filter((call) => graph.fixedBatch !== undefined || seesGiven(call) || seesHanded(call));
  const inLoop = needed(back, [
    ...accumulators.map(({ part }) => part),
    ...results.flatMap(({ role, operand }) => (role === 'stateGradient' ? [operand.value] : [])),
    ...mustLoop.flatMap(written),
  ]);
  const isOnce = (call: Call): boolean => written(call).every((value) => level(value) === 'once');
  const forward = graph.calls.filter(({ pass }) => pass === 'forward');
  const atRows = neutralAtRows(forward, level);
  const isRows = (call: Call): boolean => {
    const own = written(call).map((value) => level(value));
    if (own.includes('neutral')) return atRows.has(call);
    // A part of a value may be known before the rest.
    return (
      !isOnce(call) &&
      graph.fixedBatch === undefined &&
      callLevel(call, level) === 'rows' &&
      !writesState(call, results)
    );
  };
  const bodyBack = back.filter((call) => inLoop.has(call) && !isOnce(call));
  const calls = {
    once: forward.filter(isOnce),
    rows: forward.filter((call) => !isOnce(call) && isRows(call)),
    body: forward.filter((call) => !isOnce(call) && !isRows(call)),
    onceBack: back.filter((call) => isOnce(call) && (inLoop.has(call) || behind.has(call))),
    bodyBack: withAccumulators(bodyBack, accumulators),
    rowsBack: back.filter((call) => behind.has(call) && !inLoop.has(call) && !isOnce(call)),
    sums,
    finish,
  };
  return { calls, accumulators, results };
}

/** The level of what a call itself adds to a value. */
function callLevel(call: Call, level: (value: Value) => Level): Level {
  const own = read(call).map(level);
  const given = read(call).some((value) => level(value) === 'once' && value.count.perRow > 0);
  if (own.includes('body') || given) return 'body';
  return own.includes('rows') || written(call).every((value) => level(value) === 'rows') ? 'rows' : 'body';
}

/** Whether a call writes the state after a step, which has a place of its own at every step. */
const writesState = (call: Call, results: readonly GraphResult[]): boolean =>
  written(call).some((value) => results.some(({ role, operand }) => role === 'nextState' && operand.value === value));

/** The calls that make `values`, and what those need. */
function needed(calls: readonly Call[], values: readonly Value[]): Set<Call> {
  const wanted = new Set(values);
  const found = new Set<Call>();
  for (const call of [...calls].reverse()) {
    if (!written(call).some((value) => wanted.has(value))) continue;
    found.add(call);
    for (const value of read(call)) wanted.add(value);
  }
  return found;
}

/** The calls that make something for calls on the rows of all steps out of nothing that varies. */
function neutralAtRows(calls: readonly Call[], level: (value: Value) => Level): Set<Call> {
  const wanted = new Set<Value>();
  const found = new Set<Call>();
  for (const call of [...calls].reverse()) {
    const own = written(call);
    const isNeutral = own.some((value) => level(value) === 'neutral');
    if (isNeutral ? own.some((value) => wanted.has(value)) : own.some((value) => level(value) === 'rows')) {
      for (const value of read(call)) wanted.add(value);
      if (isNeutral) found.add(call);
    }
  }
  return found;
}

/** Each total grows right after its part is made; by the call that makes it, where that can add and nobody else reads the part. */
function withAccumulators(calls: readonly Call[], accumulators: readonly Accumulator[]): Call[] {
  let list = [...calls];
  for (const { total, part } of accumulators) {
    const makers = writersOf(list).get(part) ?? [];
    const last = list.lastIndexOf(makers.at(-1)!);
    const adding = makers.length === 1 ? addForm(makers[0]!.kernel) : undefined;
    const alone = list.filter((call) => read(call).includes(part)).length === 0;
    if (adding !== undefined && alone)
      list[last] = { ...renamed(makers[0]!, new Map([[part, total]])), kernel: adding };
    else list = [...list.slice(0, last + 1), addCall(total, part), ...list.slice(last + 1)];
  }
  return list;
}

/** `total += part`, in place. */
function addCall(total: Value, part: Value): Call {
  const { rows, cols } = matrixOf(part.count);
  const [into, from] = [total, part].map((value) => ({ value, offset: 0 }));
  return {
    kernel: 'binary.add',
    args: [into!, into!, from!, rows, cols, cols, cols, cols, constant(1), constant(1)],
    form: part.count.perRow > 0 ? 'rows' : 'fixed',
    pass: 'backward',
  };
}
