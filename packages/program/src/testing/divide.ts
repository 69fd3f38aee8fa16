import { backwardPartsOf } from '../backward-parts.ts';
import { Fresh } from '../fresh.ts';
import { read, written } from '../graph.ts';
import type { LoopGraph } from '../loop-graph.ts';
import { type PartName, partNames, type Parts, partsOf } from '../parts.ts';
import { printer } from './print.ts';

/** Makes values that a graph does not have. */
export const freshOf = ({ calls, inputs }: LoopGraph): Fresh =>
  new Fresh([...calls.flatMap((call) => [...read(call), ...written(call)]), ...inputs.map(({ value }) => value)]);

/** The parts of a graph with its backward pass. */
export const dividedParts = (graph: LoopGraph): Parts => partsOf(graph, freshOf(graph), backwardPartsOf);

/** Its parts that have calls, printed. Totals of gradients go by the names of the gradients. */
export function printParts(graph: LoopGraph, { calls, results }: Parts): Partial<Record<PartName, readonly string[]>> {
  const print = printer({ inputs: graph.inputs, results });
  const parts = partNames.filter((name) => calls[name].length > 0);
  return Object.fromEntries(parts.map((name) => [name, print(calls[name])]));
}
