import { describe, expect, it } from 'vitest';
import {
  after,
  before,
  evenSchedule,
  isAligned,
  raggedSchedule,
  rowsAt,
  rowsOf,
  type Schedule,
  segmentsOf,
  timeAt,
} from './schedule.ts';

const times = (...lists: number[][]): Int32Array[] => lists.map((list) => Int32Array.from(list));

/** Where each step, in the order they run, reads its state and writes it, and how many rows it has. */
const walk = (schedule: Schedule): number[][] =>
  Array.from({ length: schedule.steps }, (_, i) => {
    const t = timeAt(schedule, i);
    return [t, before(schedule, t), after(schedule, t), rowsAt(schedule, t)];
  });

describe('sequences of equal lengths', () => {
  it('have all rows at every step', () => {
    const schedule = evenSchedule(3, 2, false);
    expect([...schedule.start]).toEqual([0, 2, 4, 6]);
    expect(rowsOf(schedule)).toBe(6);
    expect(walk(schedule)).toEqual([
      [0, 0, 2, 2],
      [1, 2, 4, 2],
      [2, 4, 6, 2],
    ]);
  });

  it('run backward with the first state at the end', () => {
    expect(walk(evenSchedule(3, 2, true))).toEqual([
      [2, 6, 4, 2],
      [1, 4, 2, 2],
      [0, 2, 0, 2],
    ]);
  });

  it('are stacks on both sides', () => {
    for (const reverse of [false, true])
      expect((['before', 'after'] as const).map((side) => isAligned(evenSchedule(3, 2, reverse), side))).toEqual([
        true,
        true,
      ]);
  });
});

describe('sequences of different lengths', () => {
  const ragged = (reverse: boolean) => raggedSchedule(3, times([0], [0, 1, 2], [], [0, 1]), reverse);

  it('run longest first, as long as they last', () => {
    const schedule = ragged(false);
    expect([...schedule.ragged!.order]).toEqual([1, 3, 0, 2]);
    expect([...schedule.start]).toEqual([0, 3, 5, 6]);
    // Time x batch + sequence of each row.
    expect([...schedule.ragged!.source]).toEqual([1, 3, 0, 5, 7, 9]);
    expect([-1, 0, 1, 2, 3].map((t) => rowsAt(schedule, t))).toEqual([0, 3, 2, 1, 0]);
    expect(walk(schedule)).toEqual([
      [0, 0, 4, 3],
      [1, 4, 7, 2],
      [2, 7, 9, 1],
    ]);
  });

  it('run backward from the last step of the longest', () => {
    expect(walk(ragged(true))).toEqual([
      [2, 9, 7, 1],
      [1, 7, 4, 2],
      [0, 4, 0, 3],
    ]);
  });

  it('are a stack on the side where rows only join', () => {
    expect((['before', 'after'] as const).map((side) => isAligned(ragged(false), side))).toEqual([false, true]);
    expect((['before', 'after'] as const).map((side) => isAligned(ragged(true), side))).toEqual([true, false]);
  });

  it('keep the order of the caller where lengths are equal', () => {
    expect([...raggedSchedule(2, times([0], [0, 1], [0], [0, 1]), false).ragged!.order]).toEqual([1, 3, 0, 2]);
  });

  it('may have gaps between their steps, which are left out', () => {
    const schedule = raggedSchedule(4, times([1, 3], [0, 1, 3]), false);
    expect([...schedule.start]).toEqual([0, 2, 4, 5, 5]);
    expect([...schedule.ragged!.source]).toEqual([1, 2, 3, 6, 7]);
  });

  it('may have no step at all', () => {
    const schedule = raggedSchedule(2, times([], []), false);
    expect([rowsOf(schedule), ...schedule.start]).toEqual([0, 0, 0, 0]);
  });
});

describe('segmentsOf', () => {
  it('cuts steps into about as many parts as each has, in the order they run', () => {
    const parts = segmentsOf(evenSchedule(10, 3, false));
    expect(parts.map(({ schedule, row }) => [schedule.firstStep, schedule.steps, rowsOf(schedule), row])).toEqual([
      [0, 4, 12, 0],
      [4, 4, 12, 12],
      [8, 2, 6, 24],
    ]);
    const back = segmentsOf(evenSchedule(10, 3, true));
    expect(back.map(({ schedule }) => schedule.firstStep)).toEqual([8, 4, 0]);
  });

  it('keeps the rows of sequences that still run, and leaves out steps without any', () => {
    const schedule = raggedSchedule(9, times([0, 1, 2, 3, 4], [1, 2], []), false);
    const parts = segmentsOf(schedule);
    expect(parts.map((part) => [[...part.schedule.start], part.row])).toEqual([
      [[0, 2, 4, 5], 0],
      [[0, 1, 2, 2], 5],
    ]);
    expect([...parts[1]!.schedule.ragged!.source]).toEqual([9, 12]); // time x batch + sequence
  });
});
