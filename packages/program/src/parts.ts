import type { Fresh } from './fresh.ts';
import { type Call, read, type Value, written } from './graph.ts';
import { type Level, levelsOf } from './levels.ts';
import type { GraphResult, LoopGraph } from './loop-graph.ts';
import type { Accumulator } from './totals.ts';

/** When a call runs. In the order of a program: the forward pass, then the backward pass. */
export const partNames = ['once', 'rows', 'body', 'onceBack', 'bodyBack', 'rowsBack', 'sums', 'finish'] as const;

/**
 * `once`: before the loop. `rows`: over the rows of all steps, before the loop. `body`: at every step. `onceBack`, `bodyBack`: the same
 * on the way back. `rowsBack`: over the rows of all steps, behind the loop back; then `sums`, over all rows into gradients, and
 * `finish`, once.
 */
export type PartName = (typeof partNames)[number];

/** Parts of the forward pass, in order. */
export const forwardParts = ['once', 'rows', 'body'] as const satisfies readonly PartName[];

/** Parts of the backward pass, in order. */
export const backwardParts = [
  'onceBack',
  'bodyBack',
  'rowsBack',
  'sums',
  'finish',
] as const satisfies readonly PartName[];

/** A program's calls by when they run. */
export interface Parts {
  /** The calls of each part, in order. */
  readonly calls: Readonly<Record<PartName, readonly Call[]>>;
  /** What the loop back adds up; `total` is zero before it. */
  readonly accumulators: readonly Accumulator[];
  /** As in the graph, with gradients of `fixed` and `given` summed over all steps. */
  readonly results: readonly GraphResult[];
}

/** The parts of the backward pass, and what comes of the gradients. */
export interface BackwardParts extends Omit<Parts, 'calls'> {
  /** The calls of each part, in order. */
  readonly calls: Pick<Parts['calls'], 'onceBack' | 'bodyBack' | 'rowsBack' | 'sums' | 'finish'>;
}

/** Divides the backward pass of a graph. */
export type DivideBackward = (graph: LoopGraph, level: (value: Value) => Level, fresh: Fresh) => BackwardParts;

const noBackward: DivideBackward = ({ results }) => ({
  calls: { onceBack: [], bodyBack: [], rowsBack: [], sums: [], finish: [] },
  accumulators: [],
  results,
});

/** Divides the calls of a graph by when they run; the backward pass, if there is one, by `divideBackward`. */
export function partsOf(graph: LoopGraph, fresh: Fresh, divideBackward: DivideBackward = noBackward): Parts {
  const levels = levelsOf(graph);
  const level = (value: Value): Level => levels.get(value) ?? 'once';
  const { calls: back, accumulators, results } = divideBackward(graph, level, fresh);
  const forward = graph.calls.filter(({ pass }) => pass === 'forward');
  const atRows = neutralAtRows(forward, level);
  const isOnce = (call: Call): boolean => isOnceCall(call, level);
  const isRows = (call: Call): boolean => {
    const own = written(call).map((value) => level(value));
    if (own.includes('neutral')) return atRows.has(call);
    // A part of a value may be known before the rest.
    return graph.fixedBatch === undefined && callLevel(call, level) === 'rows' && !writesState(call, results);
  };
  const calls = {
    once: forward.filter(isOnce),
    rows: forward.filter((call) => !isOnce(call) && isRows(call)),
    body: forward.filter((call) => !isOnce(call) && !isRows(call)),
    ...back,
  };
  return { calls, accumulators, results };
}

/** Whether all that a call writes is the same at every step. */
export const isOnceCall = (call: Call, level: (value: Value) => Level): boolean =>
  written(call).every((value) => level(value) === 'once');

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
