import { type Call, read, type Value, writersOf, written } from './graph.ts';
import type { LoopGraph } from './loop-graph.ts';

/**
 * What a value depends on. `once`: on parameters and on what every step sees. `neutral`: on parameters only, yet with a row for each
 * sequence, so that it can be made wherever it is needed. `rows`: on the inputs of its step too. `body`: on the state too.
 */
export type Level = 'once' | 'neutral' | 'rows' | 'body';

const order: readonly Level[] = ['once', 'neutral', 'rows', 'body'];

const highest = (levels: readonly Level[]): Level =>
  levels.reduce((max, level) => (order.indexOf(level) > order.indexOf(max) ? level : max), 'once');

const inputLevels = {
  fixed: 'once',
  given: 'once',
  x: 'rows',
  outputGradient: 'rows',
  state: 'body',
  stateGradient: 'body',
} as const;

/** Whether a call draws random numbers: other ones at every step. */
export const isRandom = ({ kernel }: Call): boolean => kernel.startsWith('random.') || kernel === 'dropout';

/** The level of every value of a graph. */
export function levelsOf(graph: LoopGraph): Map<Value, Level> {
  const levels = new Map<Value, Level>(graph.inputs.map(({ role, value }) => [value, inputLevels[role]]));
  const leaving = new Set<Value>(
    graph.results.flatMap(({ role, operand }) => (role === 'output' || role === 'nextState' ? [operand.value] : [])),
  );
  const writers = writersOf(graph.calls);
  for (const call of graph.calls) {
    for (const value of written(call)) {
      const found = highest([
        levels.get(value) ?? 'once',
        levelOf(call, levels, writers, graph.fixedBatch !== undefined),
      ]);
      levels.set(value, leaving.has(value) && found !== 'rows' ? 'body' : found);
    }
  }
  return levels;
}

function levelOf(
  call: Call,
  levels: ReadonlyMap<Value, Level>,
  writers: ReadonlyMap<Value, readonly Call[]>,
  fixedBatch: boolean,
): Level {
  const values = read(call);
  const level = highest([
    ...values.map((value) => levels.get(value) ?? 'once'),
    ...(isRandom(call) ? ['rows' as const] : []),
  ]);
  // A row that every step sees is no row of the stack of all steps.
  const seesGiven = values.some((value) => levels.get(value) === 'once' && value.count.perRow > 0);
  if (level === 'rows' && (fixedBatch || seesGiven)) return 'body';
  if (level !== 'once' || call.form !== 'rows' || fixedBatch) return level;
  return seesGiven || values.some((value) => value.count.perRow > 0 && !writers.has(value)) ? 'once' : 'neutral';
}
