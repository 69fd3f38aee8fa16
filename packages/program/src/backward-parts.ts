import { constant } from './extent.ts';
import { type Fresh, matrixOf } from './fresh.ts';
import { type Call, read, type Value, writersOf, written } from './graph.ts';
import type { Level } from './levels.ts';
import type { GraphResult, LoopGraph } from './loop-graph.ts';
import { type BackwardParts, isOnceCall } from './parts.ts';
import { neededFor } from './needed.ts';
import { addForm } from './passes/accumulate.ts';
import { type Accumulator, renamed, totalMaker } from './totals.ts';

/** Divides the backward pass of a graph by when its calls run, and sums gradients of what all steps share over the steps. */
export function backwardPartsOf(graph: LoopGraph, level: (value: Value) => Level, fresh: Fresh): BackwardParts {
  const back = graph.calls.filter(({ pass }) => pass === 'backward');
  const maker = totalMaker(back, fresh, (value) => level(value) === 'once');
  const results = graph.results.map((result): GraphResult => {
    if (result.role !== 'fixedGradient' && result.role !== 'givenGradient') return result;
    return { ...result, operand: { value: maker.totalOf(result.operand.value), offset: 0 } };
  });
  const { sums, finish, accumulators } = maker.totals;

  const behind = neededFor(back, [
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
  const inLoop = neededFor(back, [
    ...accumulators.map(({ part }) => part),
    ...results.flatMap(({ role, operand }) => (role === 'stateGradient' ? [operand.value] : [])),
    ...mustLoop.flatMap(written),
  ]);
  const isOnce = (call: Call): boolean => isOnceCall(call, level);
  const bodyBack = back.filter((call) => inLoop.has(call) && !isOnce(call));
  const calls = {
    onceBack: back.filter((call) => isOnce(call) && (inLoop.has(call) || behind.has(call))),
    bodyBack: withAccumulators(bodyBack, accumulators),
    rowsBack: back.filter((call) => behind.has(call) && !inLoop.has(call) && !isOnce(call)),
    sums,
    finish,
  };
  return { calls, accumulators, results };
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
