import { type Helpers, type Kernel, kernelRow } from '@ostinato/backend';
import { at } from './extent.ts';
import { type Call, isExtent } from './graph.ts';
import { isRandom } from './levels.ts';
import type { Prepared } from './prepared.ts';
import { rowsAt, rowsOf, type Schedule } from './schedule.ts';

/** Calls that run at every step. */
export interface Loop {
  readonly calls: readonly Prepared[];
  /** Nanoseconds that they take for one row, roughly. */
  readonly workOfRow: number;
  /** Why threads cannot each have rows of their own; undefined if they can. */
  readonly undivided: string | undefined;
  /** Whether that is so only where sequences have different lengths. */
  readonly draws: boolean;
}

/** Calls that run at every step, with what is known of them. */
export function loopOf(prepared: readonly Prepared[]): Loop {
  const calls = prepared.map(({ call }) => call);
  return {
    calls: prepared,
    workOfRow: workOfRow(calls),
    undivided: undividedBecause(calls),
    draws: calls.some(isRandom),
  };
}

function undividedBecause(calls: readonly Call[]): string | undefined {
  for (const { form, kernel } of calls) {
    if (form !== 'rows') return `${kernel} sums over rows`;
    if (kernelRow(kernel).args.some(({ role }) => role === 'scratch')) return `${kernel} needs working space`;
  }
  return undefined;
}

/** Estimates the nanoseconds that calls take for one row. */
function workOfRow(calls: readonly Call[]): number {
  return calls.reduce((sum, call) => {
    const row: Kernel = kernelRow(call.kernel);
    const sizes = Object.fromEntries(
      row.args.flatMap(({ name, role }, i) => {
        const argument = call.args[i]!;
        return role === 'size' && isExtent(argument) ? [[name, at(argument, 1)] as const] : [];
      }),
    );
    return sum + (call.kernel.startsWith('matmul') ? 0.02 * row.flops(sizes) : 0.1 * row.traffic(sizes));
  }, 0);
}

/**
 * The first row of each thread, and the batch size at the end: cut so that threads have as many steps to run, each over rows that lie
 * side by side. One thread has it all where calls cannot be divided by rows, or where that does not pay.
 */
export function cutsOf(
  loop: Loop,
  schedule: Schedule,
  { count, leastWork, leastRows }: Pick<Helpers, 'count' | 'leastWork' | 'leastRows'>,
): number[] {
  const whole = [0, schedule.batch];
  if (loop.undivided !== undefined || (loop.draws && schedule.ragged !== undefined)) return whole;
  return loop.workOfRow * rowsOf(schedule) < leastWork
    ? whole
    : cutRows(schedule, Math.min(count + 1, Math.floor(rowsAt(schedule, 0) / leastRows)));
}

function cutRows(schedule: Schedule, most: number): number[] {
  const rows = rowsAt(schedule, 0);
  const cuts = [0];
  if (schedule.ragged === undefined) for (let i = 1; i < most; i++) cuts.push(Math.round((i * rows) / most));
  else {
    const lengths = lengthsOf(schedule);
    let steps = 0;
    for (let row = 0; row < rows && cuts.length < most; row++) {
      if (steps >= (cuts.length * rowsOf(schedule)) / most) cuts.push(row);
      steps += lengths[row]!;
    }
  }
  return [...cuts, schedule.batch];
}

/** The steps that each row runs. */
function lengthsOf(schedule: Schedule): Int32Array {
  const lengths = new Int32Array(schedule.batch);
  for (let t = 0; t < schedule.steps; t++) for (let row = 0; row < rowsAt(schedule, t); row++) lengths[row]!++;
  return lengths;
}

/** Numbers that a list for a helper has room for at a time: a loop over more is divided into stretches. */
const listNumbers = 2 ** 15;

/** How much a list must hold for each step, and for how many steps at a time. */
export function listSize(
  { calls }: Loop,
  states: number,
): { readonly calls: number; readonly args: number; readonly steps: number } {
  const copies = 2 * states; // each with six arguments
  const count = calls.length + copies;
  const args = calls.reduce((sum, call) => sum + call.args.length, 6 * copies);
  return { calls: count, args, steps: Math.max(1, Math.floor(listNumbers / (count + args))) };
}
