import { type Kernel, kernelRow } from '@ostinato/backend';
import { at } from './extent.ts';
import { argumentOf, type Call, isAdd, isExtent, isOperand, type Operand, touches, type Value } from './graph.ts';
import type { LoopProgram } from './loop-program.ts';
import { type PartName, partNames } from './parts.ts';
import type { Place } from './place.ts';
import { rowsAt, rowsOf, type Schedule } from './schedule.ts';

/** What one call of a program costs in a run. */
export interface CallCost {
  /** The part it belongs to. */
  readonly part: PartName;
  /** The kernel. */
  readonly kernel: string;
  /** How often it ran. */
  readonly runs: number;
  /** Floating-point operations of all its runs. */
  readonly flops: number;
  /** Bytes read and written by all its runs. */
  readonly bytes: number;
  /** Milliseconds of all runs since profiling began. */
  readonly time: number;
}

const titles: Readonly<Record<PartName, string>> = {
  once: 'once, before the loop',
  rows: 'over the rows of all steps, before the loop',
  body: 'at every step',
  onceBack: 'once, before the loop back',
  bodyBack: 'at every step back',
  rowsBack: 'over the rows of all steps, behind the loop back',
  sums: 'sums over the rows of all steps',
  finish: 'once, at the end',
};

/** What the calls of a program cost in its last run, in the order they run. Without a run the list is empty. */
export function costsOf(program: LoopProgram): CallCost[] {
  const schedule = program.lastSchedule;
  if (schedule === undefined) return [];
  return partNames.flatMap((part) =>
    program.prepared[part].map(({ call, time }) => ({
      part,
      kernel: call.kernel,
      time,
      ...costOf(call, part, schedule, program),
    })),
  );
}

function costOf(call: Call, part: PartName, schedule: Schedule, program: LoopProgram) {
  const row: Kernel = kernelRow(call.kernel);
  const elementBytes = Math.max(...touches(call).map(({ operand }) => program.elementBytes(operand.value.dtype)));
  const counts = runsOf(part, schedule);
  let [flops, bytes] = [0, 0];
  for (const rows of counts) {
    const sizes = sizesAt(call, row, rows);
    flops += row.flops(sizes);
    bytes += row.traffic(sizes) * elementBytes;
  }
  return { runs: counts.length, flops, bytes };
}

/** The rows of each run of a part's calls. */
function runsOf(part: PartName, schedule: Schedule): number[] {
  if (part === 'body' || part === 'bodyBack') {
    return Array.from({ length: schedule.steps }, (_, t) => rowsAt(schedule, t)).filter((rows) => rows > 0);
  }
  return [part === 'rows' || part === 'rowsBack' || part === 'sums' ? rowsOf(schedule) : schedule.batch];
}

function sizesAt(call: Call, row: Kernel, rows: number): Record<string, number> {
  const entries = row.args.flatMap(({ name, role }, i) => {
    const argument = call.args[i]!;
    return role === 'size' && isExtent(argument) ? [[name, at(argument, rows)] as const] : [];
  });
  return Object.fromEntries(entries);
}

const legend =
  'p: parameters and what is shared, x: inputs, v: values (@ how long they are kept), .64: from column 64 on, xN: how often it runs.';

/**
 * A program as text: its calls by when they run, with what they read and write, their cost in the last run and, if the program was
 * profiled, their time.
 */
export function explain(program: LoopProgram): string {
  const { calls, places, slots } = program.placed;
  const costs = costsOf(program);
  const schedule = program.lastSchedule;
  const lines = [
    program.fixedBatch === undefined
      ? 'Recorded for any number of sequences.'
      : `Recorded for one batch size, all of which is one row: ${program.fixedBatch}.`,
  ];
  if (schedule !== undefined) {
    const flops = costs.reduce((sum, cost) => sum + cost.flops, 0);
    lines.push(
      `Last run: ${schedule.steps} steps of up to ${schedule.batch} rows, ${rowsOf(schedule)} in all, ${count(flops)}FLOP.`,
    );
  }
  if (program.lastSegments > 1)
    lines.push(
      `To save memory it ran in ${program.lastSegments} segments, each of which runs once more on the way back.`,
    );
  const bytes = (region: string): number =>
    slots
      .filter((slot) => slot.region === region)
      .reduce((sum, slot) => sum + slot.count.perRow * program.elementBytes(slot.dtype), 0);
  lines.push(
    `Memory for each row: saved ${bytes('saved')}, outputs ${bytes('output')}, scratch ${bytes('scratch')} and ${bytes('scratchBack')} bytes.`,
  );
  for (const [part, what] of [
    ['body', 'loop'],
    ['bodyBack', 'loop back'],
  ] as const) {
    const { undivided, draws } = program.loops[part];
    if (program.fixedBatch !== undefined) break;
    if (undivided !== undefined) lines.push(`Threads share the calls of the ${what} one by one: ${undivided}.`);
    else if (draws)
      lines.push(`Threads share the calls of the ${what} one by one where lengths differ: it draws random numbers.`);
  }
  lines.push(legend);
  for (const part of partNames) {
    if (calls[part].length === 0) continue;
    const own = costs.filter((cost) => cost.part === part);
    const total = own.reduce((sum, { flops }) => sum + flops, 0);
    lines.push(
      '',
      `${titles[part]}: ${calls[part].length} ${calls[part].length === 1 ? 'call' : 'calls'}${total > 0 ? `, ${count(total)}FLOP` : ''}`,
    );
    calls[part].forEach((call, i) => lines.push(`  ${describe(call, places)}${costText(own[i], program.profile)}`));
  }
  return lines.join('\n');
}

function describe(call: Call, places: ReadonlyMap<Value, Place>): string {
  const all = touches(call);
  const name = (operand: Operand): string => nameOf(operand, places);
  const outs = all.filter(({ writes }) => writes).map(({ operand }) => name(operand));
  const ins = all.filter(({ writes }) => !writes).map(({ operand }) => name(operand));
  const sign = isAdd(call.kernel) ? '+=' : '=';
  return `${outs.join(', ')} ${sign} ${call.kernel}(${ins.join(', ')}) ${sizeText(call)}`.trimEnd();
}

/** `[rows, 128, 64]`: rows, columns, inner. */
function sizeText(call: Call): string {
  const sizes = ['items', 'rows', 'cols', 'inner'].flatMap((name) => {
    const argument = argumentOf(call, name);
    if (argument === undefined || isOperand(argument) || !isExtent(argument)) return [];
    if (argument.perRow === 0) return [String(argument.base)];
    return [argument.perRow === 1 ? 'rows' : `${argument.perRow} rows`];
  });
  return sizes.length === 0 ? '' : `[${sizes.join(', ')}]`;
}

/** `h1`: a value; `p0`: a parameter or shared tensor; `x0`, `given0`: inputs; `state0`, `next0`; `.64`: from column 64 on. */
function nameOf({ value, offset }: Operand, places: ReadonlyMap<Value, Place>): string {
  const where = places.get(value);
  const from = offset === 0 ? '' : `.${offset}`;
  if (where === undefined || 'constant' in where) return `constant${value.id}${from}`;
  if ('input' in where) {
    const names = {
      fixed: 'p',
      given: 'given',
      x: 'x',
      state: 'state',
      outputGradient: 'dOutput',
      stateGradient: 'dState',
    };
    return `${names[where.input.role]}${where.input.index}${from}`;
  }
  const side = where.side === 'here' ? '' : `:${where.side}`;
  const span = where.slot.span === 'step' || where.slot.span === 'single' ? '' : `@${where.slot.span}${side}`;
  return `v${value.id}${span}${from}`;
}

function costText(cost: CallCost | undefined, profiled: boolean): string {
  if (cost === undefined) return '';
  const rate = profiled && cost.time > 0 ? `, ${cost.time.toFixed(2)} ms` : '';
  return `  x${cost.runs}, ${count(cost.flops)}FLOP, ${count(cost.bytes)}B${rate}`;
}

/** 4200000 as `4.2 M`. */
function count(n: number): string {
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (n >= size) return `${(n / size).toFixed(1)} ${unit}`;
  }
  return `${n} `;
}
