import { type Call, read, type Value, written } from './graph.ts';
import type { LoopGraph } from './loop-graph.ts';

/**
 * What a value depends on. `once`: on parameters and on what every step sees. `neutral`: on parameters only, yet with a row for each
 * sequence, so that it can be made wherever it is needed. `rows`: on the inputs of its step too. `body`: on the state too.
 */
export type Level = 'once' | 'neutral' | 'rows' | 'body';

/** What a value is made of beside parameters: what every step sees a row of, the inputs of its step, the state. */
type Source = 'given' | 'x' | 'state';

const sourceOf = {
  fixed: undefined,
  given: 'given',
  x: 'x',
  outputGradient: 'x',
  state: 'state',
  stateGradient: 'state',
} as const;

/** Whether a call draws random numbers: other ones at every step. */
export const isRandom = ({ kernel }: Pick<Call, 'kernel'>): boolean =>
  kernel.startsWith('random.') || kernel === 'dropout';

/** The level of every value of a graph. */
export function levelsOf(graph: LoopGraph): Map<Value, Level> {
  const sources = new Map<Value, Set<Source>>();
  for (const { role, value } of graph.inputs) {
    const source = sourceOf[role];
    sources.set(value, new Set(source && [source]));
  }
  spread(graph.calls, sources);
  // States have their places in the loop. So has what leaves each step, unless all of it is known before for all steps.
  for (const { role, operand } of graph.results) {
    const own = sources.get(operand.value);
    if (role === 'nextState' || (role === 'output' && own?.has('x') !== true))
      sources.set(operand.value, new Set([...(own ?? []), 'state']));
  }
  spread(graph.calls, sources);
  const isWhole = graph.fixedBatch !== undefined;
  return new Map(Array.from(sources, ([value, of]) => [value, levelOf(value, of, isWhole)]));
}

/**
 * Hands sources on from what calls read to what they write, until nothing changes: a value that several calls write has those of all of
 * them, also for a call that reads it before the last of them.
 */
function spread(calls: readonly Call[], sources: Map<Value, Set<Source>>): void {
  for (let changes = true; changes; ) {
    changes = false;
    for (const call of calls) {
      const from = new Set<Source>(isRandom(call) ? ['x'] : []);
      for (const value of read(call)) for (const source of sources.get(value) ?? []) from.add(source);
      for (const value of written(call)) {
        const own = sources.get(value) ?? new Set();
        sources.set(value, own);
        for (const source of from) {
          if (own.has(source) || (source === 'given' && value.count.perRow === 0)) continue;
          own.add(source);
          changes = true;
        }
      }
    }
  }
}

function levelOf({ count }: Value, sources: ReadonlySet<Source>, isWhole: boolean): Level {
  if (sources.has('state')) return 'body';
  // A row that every step sees is no row of the stack of all steps.
  if (sources.has('x')) return isWhole || sources.has('given') ? 'body' : 'rows';
  return sources.has('given') || count.perRow === 0 || isWhole ? 'once' : 'neutral';
}
