import {
  type Call,
  isAdd,
  isExtent,
  isOperand,
  type Touch,
  touches,
  type Value,
  withArguments,
  writersOf,
} from '../graph.ts';
import { copyCall } from '../fresh.ts';
import { isRandom } from '../levels.ts';
import type { LoopGraph } from '../loop-graph.ts';

/**
 * Leaves out calls that compute what an earlier call of the same pass computed: their readers read the earlier result. A result of the
 * graph, which is a value of its own, becomes a copy.
 */
export function withoutRepeats(graph: LoopGraph): LoopGraph {
  const writers = writersOf(graph.calls);
  const results = new Set<Value>(graph.results.map(({ operand }) => operand.value));
  const before = new Map<string, Value>();
  const names = new Map<Value, Value>();
  const calls: Call[] = [];
  for (const original of graph.calls) {
    const call = renamedReads(original, names);
    const out = onlyOutput(call, writers);
    const key = out && keyOf(call);
    const same = key === undefined ? undefined : before.get(key);
    if (out === undefined || key === undefined || same === undefined) {
      if (out !== undefined && key !== undefined) before.set(key, out);
      calls.push(call);
    } else if (results.has(out)) {
      calls.push(copyCall({ value: out, offset: 0 }, { value: same, offset: 0 }, out.count, call.pass));
    } else names.set(out, same);
  }
  return { ...graph, calls };
}

/** A call that reads other values. */
function renamedReads(call: Call, names: ReadonlyMap<Value, Value>): Call {
  const changes = touches(call).flatMap(({ index, operand, reads }: Touch) => {
    const name = reads ? names.get(operand.value) : undefined;
    return name === undefined ? [] : [[index, { ...operand, value: name }] as const];
  });
  return changes.length === 0 ? call : withArguments(call, new Map(changes));
}

/** The one value that a call writes all of, and nobody else. */
function onlyOutput(call: Call, writers: ReadonlyMap<Value, readonly Call[]>): Value | undefined {
  const outs = touches(call).filter(({ writes }) => writes);
  const [out] = outs;
  if (out === undefined || outs.length > 1 || out.operand.offset !== 0 || isAdd(call.kernel) || isRandom(call))
    return undefined;
  return writers.get(out.operand.value)!.length === 1 ? out.operand.value : undefined;
}

/** What tells a call from others, but for what it writes. */
function keyOf(call: Call): string {
  const written = new Set(touches(call).flatMap(({ index, writes }) => (writes ? [index] : [])));
  const args = call.args.map((argument, i) => {
    if (isOperand(argument)) return written.has(i) ? '' : `${argument.value.id}+${argument.offset}`;
    return isExtent(argument) ? `${argument.base}:${argument.perRow}` : `${argument.slot}${argument.generator}`;
  });
  return [call.pass, call.kernel, ...args].join();
}
