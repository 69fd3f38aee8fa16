import { describe, expect, it } from 'vitest';
import { cutsOf, listSize, type Loop, loopOf } from './divide.ts';
import { constant } from './extent.ts';
import type { Call } from './graph.ts';
import { prepare } from './prepared.ts';
import { evenSchedule, raggedSchedule } from './schedule.ts';

const loop: Loop = { calls: [], workOfRow: 10, undivided: undefined, draws: false };
const crew = { count: 1, leastWork: 1000, leastRows: 4 };
const lengths = (...all: number[]) =>
  raggedSchedule(
    Math.max(...all),
    all.map((length) => Int32Array.from({ length }, (_, t) => t)),
    false,
  );

describe('cutsOf', () => {
  it.each([
    [16, 1, [0, 8, 16]],
    [13, 2, [0, 4, 9, 13]],
    [32, 3, [0, 8, 16, 24, 32]],
    [11, 3, [0, 6, 11]], // four rows for each of two
    [7, 1, [0, 7]],
  ])('gives threads the same number of %d rows', (batch, count, cuts) => {
    expect(cutsOf(loop, evenSchedule(100, batch, false), { ...crew, count })).toEqual(cuts);
  });

  it('gives threads the same number of steps where sequences have different lengths', () => {
    // 80 + 40 of 220 steps before the cut; one sequence without any step comes last.
    const schedule = lengths(0, 80, 10, 10, 20, 40, 30, 10, 20);
    expect(cutsOf(loop, schedule, crew)).toEqual([0, 2, 9]);
  });

  it('leaves everything to one thread where threads do not pay, or rows meet', () => {
    expect(cutsOf(loop, evenSchedule(5, 16, false), crew)).toEqual([0, 16]);
    expect(cutsOf({ ...loop, undivided: 'reduce.sum sums over rows' }, evenSchedule(99, 16, false), crew)).toEqual([
      0, 16,
    ]);
    const ragged = lengths(99, 98, 97, 96, 95, 94, 93, 92);
    expect(cutsOf({ ...loop, draws: true }, ragged, crew)).toEqual([0, 8]);
    expect(cutsOf({ ...loop, draws: true }, evenSchedule(99, 8, true), crew)).toEqual([0, 4, 8]);
  });
});

const rows = { base: 0, perRow: 1 };
const value = (perRow: number) => ({
  value: { id: 0, dtype: 'float32', count: { base: 0, perRow } } as never,
  offset: 0,
});
const tanh = (form: Call['form']): Call => ({
  kernel: 'unary.tanh',
  args: [value(8), value(8), rows, constant(8), constant(8), constant(8)],
  form,
  pass: 'forward',
});
const backend = { elementBytes: () => 4 } as never;
const loopOfCalls = (...calls: Call[]): Loop =>
  loopOf(calls.map((call) => prepare(call, backend, () => ({ constant: {} as never }))));

describe('loopOf', () => {
  it('tells what keeps rows together', () => {
    expect(loopOfCalls(tanh('rows')).undivided).toBeUndefined();
    expect(loopOfCalls(tanh('rows'), tanh('sum')).undivided).toBe('unary.tanh sums over rows');
  });

  it('adds up the work of a row', () => {
    const one = loopOfCalls(tanh('rows')).workOfRow;
    expect(one).toBeGreaterThan(0);
    expect(loopOfCalls(tanh('rows'), tanh('rows')).workOfRow).toBe(2 * one);
  });
});

it('divides loops whose lists would be long', () => {
  const { calls, args, steps } = listSize(loopOfCalls(tanh('rows'), tanh('rows')), 1);
  expect([calls, args]).toEqual([4, 24]);
  expect(steps).toBe(Math.floor(2 ** 15 / 28));
});
