import { read, type Value, written } from '../graph.ts';
import type { LoopGraph } from '../loop-graph.ts';

/** Leaves out calls that write nothing that a result needs. */
export function withoutDeadCalls(graph: LoopGraph): LoopGraph {
  const needed = new Set<Value>(graph.results.map(({ operand }) => operand.value));
  const calls = [...graph.calls].reverse().filter((call) => {
    if (!written(call).some((value) => needed.has(value))) return false;
    for (const value of read(call)) needed.add(value);
    return true;
  });
  return { ...graph, calls: calls.reverse() };
}
