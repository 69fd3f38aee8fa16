import type { Call, Value } from '../graph.ts';
import { writersOf } from '../graph.ts';
import { copyCall, type Fresh } from '../fresh.ts';
import type { GraphResult, LoopGraph } from '../loop-graph.ts';

/**
 * Gives every result a whole value that calls compute and that is nothing else's result. Only an output may be the value of a
 * state: they are the same numbers, kept once.
 */
export function ownResults(graph: LoopGraph, fresh: Fresh): LoopGraph {
  const writers = writersOf(graph.calls);
  const taken = new Set<Value>();
  const forward: Call[] = [];
  const backward: Call[] = [];
  // States first, so that an output finds the value of its state.
  const order = graph.results.map((_, i) => i).sort((a, b) => rank(graph.results[a]!) - rank(graph.results[b]!));
  const results = [...graph.results];
  for (const i of order) {
    const result = results[i]!;
    const { value, offset } = result.operand;
    const pass = result.role === 'nextState' || result.role === 'output' ? 'forward' : 'backward';
    const whole = offset === 0 && value.count.base === result.count.base && value.count.perRow === result.count.perRow;
    const computedHere = writers.get(value)?.some((call) => call.pass === pass) === true;
    const sharesState = result.role === 'output' && stateHolds(results, value);
    if (whole && computedHere && (!taken.has(value) || sharesState)) {
      taken.add(value);
      continue;
    }
    const own = { value: fresh.value(value.dtype, result.count), offset: 0 };
    (pass === 'forward' ? forward : backward).push(copyCall(own, result.operand, result.count, pass));
    taken.add(own.value);
    results[i] = { ...result, operand: own };
  }
  const calls = [
    ...graph.calls.filter(({ pass }) => pass === 'forward'),
    ...forward,
    ...graph.calls.filter(({ pass }) => pass === 'backward'),
    ...backward,
  ];
  return { ...graph, calls, results };
}

const rank = ({ role }: GraphResult): number => (role === 'nextState' ? 0 : 1);

const stateHolds = (results: readonly GraphResult[], value: Value): boolean =>
  results.some(({ role, operand }) => role === 'nextState' && operand.value === value);
