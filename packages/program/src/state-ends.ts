import type { Backend } from '@ostinato/backend';
import type { DType } from '@ostinato/base';
import type { KernelCall } from './invoke.ts';
import type { Slot } from './place.ts';
import { after, before, rowsAt, type Schedule, timeAt } from './schedule.ts';

/** Rows that are copied from one place to another. */
export interface RowCopy {
  readonly dtype: DType;
  /** Where to, and from: the place of row 0, and bytes from one row to the next. */
  readonly into: RowPlace;
  readonly from: RowPlace;
  /** The first row of both, which is one of the batch. */
  readonly first: number;
  /** How many. */
  readonly rows: number;
  /** Rows by which `into` and `from` are moved. */
  readonly intoRow: number;
  readonly fromRow: number;
}

/** Where rows are. */
interface RowPlace {
  readonly base: unknown;
  /** Bytes from one row to the next. */
  readonly bytes: number;
}

/** What happens to a state where sequences begin and end. */
export interface StateEnds {
  /** Sequences without steps keep what they began with. */
  idle(): RowCopy;
  /** Before the i-th step that runs: the initial state of sequences that begin. */
  enter(i: number): RowCopy;
  /** After it: the final state of those that end. */
  leave(i: number): RowCopy;
}

/** What happens to the state in `slot`, which begins with `init` and ends in `final`. */
export function stateEnds(
  backend: Backend,
  schedule: Schedule,
  { count, dtype, span }: Slot,
  base: unknown,
  init: unknown,
  final: unknown,
): StateEnds {
  const bytes = count.perRow * backend.elementBytes(dtype);
  const { batch } = schedule;
  const place = { base, bytes };
  const begin = { base: init, bytes };
  const end = { base: final, bytes };
  const active = (i: number): number => (i < 0 || i >= schedule.steps ? 0 : rowsAt(schedule, timeAt(schedule, i)));
  const position = (i: number, side: 'before' | 'after'): number => {
    if (span === 'ring') return ((side === 'before' ? i : i + 1) % 2) * batch;
    return (side === 'before' ? before : after)(schedule, timeAt(schedule, i));
  };
  return {
    idle() {
      const first = rowsAt(schedule, 0);
      return { dtype, into: end, from: begin, first, rows: batch - first, intoRow: 0, fromRow: 0 };
    },
    enter(i) {
      const first = active(i - 1);
      const rows = active(i) - first;
      return { dtype, into: place, from: begin, first, rows, intoRow: position(i, 'before'), fromRow: 0 };
    },
    leave(i) {
      const first = active(i + 1);
      const rows = active(i) - first;
      return { dtype, into: end, from: place, first, rows, intoRow: 0, fromRow: position(i, 'after') };
    },
  };
}

/** The kernel and the arguments of a copy, of the part of it that lies in rows `from` to `to` of the batch; undefined if there is none. */
export function copyCallOf(
  backend: Backend,
  copy: RowCopy,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): { readonly kernel: `copy.${DType}`; readonly args: readonly unknown[] } | undefined {
  const first = Math.max(copy.first, from);
  const rows = Math.min(copy.first + copy.rows, to) - first;
  if (rows <= 0) return undefined;
  const n = rows * (copy.into.bytes / backend.elementBytes(copy.dtype));
  const place = ({ base, bytes }: RowPlace, row: number): unknown => backend.at!(base, (row + first) * bytes);
  const args = [place(copy.into, copy.intoRow), place(copy.from, copy.fromRow), 1, n, n, n];
  return { kernel: `copy.${copy.dtype}`, args };
}

/** Makes a copy. */
export function copyRows(backend: Backend, copy: RowCopy): void {
  const call = copyCallOf(backend, copy);
  if (call !== undefined) (backend.kernels[call.kernel] as KernelCall)(...call.args);
}

/** Copies the states before (or after) all steps into `into`, the rows of one step after those of another. */
export function stackStates(
  backend: Backend,
  schedule: Schedule,
  { count, dtype }: Slot,
  base: unknown,
  side: 'before' | 'after',
  into: unknown,
): void {
  const bytes = count.perRow * backend.elementBytes(dtype);
  for (let t = 0; t < schedule.steps; t++) {
    const fromRow = (side === 'before' ? before : after)(schedule, t);
    const [intoRow, rows] = [schedule.start[t]!, rowsAt(schedule, t)];
    copyRows(backend, { dtype, into: { base: into, bytes }, from: { base, bytes }, first: 0, rows, intoRow, fromRow });
  }
}
