import type { LoopGraph } from '../loop-graph.ts';
import { neededFor } from '../needed.ts';

/** Leaves out calls that write nothing that a result needs. */
export function withoutDeadCalls(graph: LoopGraph): LoopGraph {
  const needed = neededFor(
    graph.calls,
    graph.results.map(({ operand }) => operand.value),
  );
  return { ...graph, calls: graph.calls.filter((call) => needed.has(call)) };
}
