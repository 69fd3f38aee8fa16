import { type Call, isOperand, read, type Value, withArguments, writersOf, written } from './graph.ts';
import type { Fresh } from './fresh.ts';
import { isLinear } from './linear.ts';

/** A value that adds up what each step makes. */
export interface Accumulator {
  /** Zero before the loop. */
  readonly total: Value;
  /** What a step adds. */
  readonly part: Value;
}

/** How gradients of what all steps share are summed over the steps. */
interface Totals {
  /** Sums over the rows of all steps: one call each, behind the loop. */
  readonly sums: Call[];
  /** What is then done with the sums, once. */
  readonly finish: Call[];
  /** Sums that only the loop can make. */
  readonly accumulators: Accumulator[];
}

/**
 * The sum over all steps of what `calls` write into a value. A sum over the rows of one step becomes one over the rows of all; what a
 * step would do to its sum by linear means is done once, to the sum of all; and where neither is possible the loop accumulates.
 */
export function totalMaker(calls: readonly Call[], fresh: Fresh, isInvariant: (value: Value) => boolean) {
  const totals: Totals = { sums: [], finish: [], accumulators: [] };
  const writers = writersOf(calls);
  const known = new Map<Value, Value>();
  const varies = (value: Value): boolean => !isInvariant(value);

  const like = (value: Value): Value => fresh.value(value.dtype, value.count);

  function totalOf(value: Value): Value {
    const before = known.get(value);
    if (before !== undefined) return before;
    const total = isInvariant(value) ? value : make(value);
    known.set(value, total);
    return total;
  }

  function make(value: Value): Value {
    const makers = writers.get(value) ?? [];
    const total = like(value);
    if (makers.length === 1 && sumsAllSteps(makers[0]!)) {
      totals.sums.push(renamed(makers[0]!, new Map([[value, total]])));
    } else if (makers.length > 0 && makers.every((call) => isLinearOnly(call, value)) && !isOfItself(value)) {
      for (const call of makers) {
        const names = new Map<Value, Value>([[value, total]]);
        // What is changed in place is the total itself.
        for (const operand of read(call))
          if (varies(operand) && operand !== value) names.set(operand, totalOf(operand));
        totals.finish.push(renamed(call, names));
      }
    } else totals.accumulators.push({ total, part: value });
    return total;
  }

  /** Whether one part of a value is made of another by way of other values. */
  function isOfItself(value: Value): boolean {
    const seen = new Set<Value>();
    const reaches = (from: Value): boolean =>
      (writers.get(from) ?? []).flatMap(read).some((operand) => {
        if (operand === value) return from !== value;
        if (seen.has(operand)) return false;
        seen.add(operand);
        return reaches(operand);
      });
    return reaches(value);
  }

  /** Whether a call sums over rows that every step has its own of. */
  const sumsAllSteps = (call: Call): boolean =>
    call.form === 'sum' && read(call).every((value) => value.count.perRow === 0 || varies(value));

  const isLinearOnly = (call: Call, value: Value): boolean =>
    written(call).every((other) => other === value) && read(call).some(varies) && isLinear(call, varies);

  return { totals, totalOf };
}

/** A call on other values. */
export function renamed(call: Call, names: ReadonlyMap<Value, Value>): Call {
  const changes = new Map(
    call.args.flatMap((argument, i) => {
      const name = isOperand(argument) ? names.get(argument.value) : undefined;
      return name === undefined || !isOperand(argument) ? [] : [[i, { ...argument, value: name }] as const];
    }),
  );
  return changes.size === 0 ? call : withArguments(call, changes);
}
