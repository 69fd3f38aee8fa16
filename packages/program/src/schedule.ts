/** Which rows run at which step: longer sequences first, and at each step those that still run. */
export interface Schedule {
  /** Steps in time. */
  readonly steps: number;
  /** Sequences. */
  readonly batch: number;
  /** Whether time runs backward. */
  readonly reverse: boolean;
  /** Rows of step t are `start[t]` to `start[t + 1]` of the stack. */
  readonly start: Int32Array;
  /** The time of the first step, where this is part of a longer one. */
  readonly firstStep: number;
  /** For sequences of different lengths: where the rows of the stack come from. */
  readonly ragged: Ragged | undefined;
}

/** How sequences of different lengths lie in a stack. */
export interface Ragged {
  /** The sequence of each row of the batch, the longest first. */
  readonly order: Int32Array;
  /** `time x batch + sequence` of each row of the stack. */
  readonly source: Int32Array;
}

/** The schedule of sequences that all have every step. */
export function evenSchedule(steps: number, batch: number, reverse: boolean): Schedule {
  return {
    steps,
    batch,
    reverse,
    firstStep: 0,
    start: Int32Array.from({ length: steps + 1 }, (_, t) => t * batch),
    ragged: undefined,
  };
}

/** The schedule of sequences whose steps are `times[sequence]`, ascending. */
export function raggedSchedule(steps: number, times: readonly Int32Array[], reverse: boolean): Schedule {
  const batch = times.length;
  const order = Int32Array.from(times.keys()).sort((a, b) => times[b]!.length - times[a]!.length || a - b);
  const start = new Int32Array(steps + 1);
  const source: number[] = [];
  for (let t = 0; t < steps; t++) {
    for (const sequence of order) {
      const time = times[sequence]![t];
      if (time === undefined) break;
      source.push(time * batch + sequence);
    }
    start[t + 1] = source.length;
  }
  return { steps, batch, reverse, firstStep: 0, start, ragged: { order, source: Int32Array.from(source) } };
}

/** Steps `from` up to `to` of a schedule, as one of its own. Its rows are those from `start[from]` on. */
function partOf(schedule: Schedule, from: number, to: number): Schedule {
  const { batch, reverse, ragged } = schedule;
  const [first, end] = [schedule.start[from]!, schedule.start[to]!];
  return {
    steps: to - from,
    batch,
    reverse,
    firstStep: schedule.firstStep + from,
    start: schedule.start.slice(from, to + 1).map((row) => row - first),
    ragged: ragged && { order: ragged.order, source: ragged.source.subarray(first, end) },
  };
}

/** Steps of a schedule that lie side by side. */
export interface Segment {
  /** Their own schedule. */
  readonly schedule: Schedule;
  /** Their first row among all. */
  readonly row: number;
}

/** Parts of about as many steps as there are parts, in the order they run. Parts without rows are left out. */
export function segmentsOf(schedule: Schedule): Segment[] {
  const { steps, reverse, start } = schedule;
  const length = Math.ceil(Math.sqrt(steps));
  const parts: Segment[] = [];
  for (let from = 0; from < steps; from += length) {
    const part = partOf(schedule, from, Math.min(from + length, steps));
    if (rowsOf(part) > 0) parts.push({ schedule: part, row: start[from]! });
  }
  return reverse ? parts.reverse() : parts;
}

/** Rows of all steps. */
export const rowsOf = ({ start, steps }: Schedule): number => start[steps]!;

/** Rows of a step. */
export const rowsAt = ({ start, steps }: Schedule, t: number): number =>
  t < 0 || t >= steps ? 0 : start[t + 1]! - start[t]!;

/** The steps in the order they run. */
export const timeAt = ({ steps, reverse }: Schedule, i: number): number => (reverse ? steps - 1 - i : i);

/** Where the state before step t lies in a stack of states, which begins (or, in reverse, ends) with the initial one. */
export function before({ start, batch, reverse }: Schedule, t: number): number {
  if (reverse) return batch + start[t]!;
  return t === 0 ? 0 : batch + start[t - 1]!;
}

/** Where the state after step t lies in a stack of states. */
export function after({ start, batch, reverse }: Schedule, t: number): number {
  if (!reverse) return batch + start[t]!;
  return t === 0 ? 0 : batch + start[t - 1]!;
}

/** Whether the states before (or after) all steps are one row after the other, as the rows of a stack are. */
export const isAligned = ({ ragged, reverse }: Schedule, side: 'before' | 'after'): boolean =>
  ragged === undefined || (side === 'before') === reverse;
