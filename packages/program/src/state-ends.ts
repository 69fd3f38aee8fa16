import type { Backend } from '@ostinato/backend';
import type { Slot } from './place.ts';
import type { TakenBlock } from './run.ts';
import { copyRows } from './runner.ts';
import { after, before, rowsAt, type Schedule, timeAt } from './schedule.ts';

/** What happens to a state where sequences begin and end. */
export function stateEnds(
  backend: Backend,
  schedule: Schedule,
  slot: Slot,
  base: unknown,
  init: unknown,
  final: TakenBlock,
) {
  const bytes = slot.count.perRow * backend.elementBytes(slot.dtype);
  const { batch } = schedule;
  const place = { base, bytes };
  const [from, to] = [
    { base: init, bytes },
    { base: final.storage, bytes },
  ];
  const active = (i: number): number => (i < 0 ? 0 : rowsAt(schedule, timeAt(schedule, i)));
  const position = (i: number, side: 'before' | 'after'): number => {
    if (slot.span === 'ring') return ((side === 'before' ? i : i + 1) % 2) * batch;
    return (side === 'before' ? before : after)(schedule, timeAt(schedule, i));
  };
  return {
    /** Sequences without steps keep what they began with. */
    idle: () =>
      copyRows(backend, slot.dtype, to, from, rowsAt(schedule, 0), rowsAt(schedule, 0), batch - rowsAt(schedule, 0)),
    enter(i: number): void {
      const known = active(i - 1);
      copyRows(backend, slot.dtype, place, from, position(i, 'before') + known, known, active(i) - known);
    },
    leave(i: number): void {
      const next = i + 1 < schedule.steps ? active(i + 1) : 0;
      copyRows(backend, slot.dtype, to, place, next, position(i, 'after') + next, active(i) - next);
    },
  };
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
    const row = (side === 'before' ? before : after)(schedule, t);
    copyRows(backend, dtype, { base: into, bytes }, { base, bytes }, schedule.start[t]!, row, rowsAt(schedule, t));
  }
}
