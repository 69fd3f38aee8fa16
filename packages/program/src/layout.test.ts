import { describe, expect, it } from 'vitest';
import { chunksOf, layoutOf, slotSize } from './layout.ts';
import type { Slot } from './place.ts';
import { evenSchedule, raggedSchedule } from './schedule.ts';

const slot = (id: number, change: Partial<Slot>): Slot => ({
  id,
  region: 'scratch',
  span: 'step',
  dtype: 'float32',
  count: { base: 0, perRow: 3 },
  saved: false,
  ...change,
});

it('has rows by its span', () => {
  const schedule = raggedSchedule(
    3,
    [[0], [0, 1, 2], [0, 1]].map((list) => Int32Array.from(list)),
    false,
  );
  const spans = ['single', 'batch', 'step', 'chunk', 'stack', 'states', 'ring'] as const;
  expect(spans.map((span) => slotSize(slot(0, { span, count: { base: 0, perRow: 1 } }), schedule, 5))).toEqual([
    0, 3, 3, 5, 6, 9, 6,
  ]);
});

it('lays slots of a region out in a block for each dtype, on lines of the cache, and what has no rows in one of its own', () => {
  const slots = [
    slot(0, {}),
    slot(1, { region: 'saved', span: 'stack' }),
    slot(2, { dtype: 'bool', span: 'stack' }),
    slot(3, { span: 'single', count: { base: 65, perRow: 0 } }),
    slot(4, { span: 'ring', count: { base: 0, perRow: 16 } }),
  ];
  const schedule = evenSchedule(10, 4, false);
  const layout = layoutOf(slots, 'scratch', schedule, 0);
  expect(slots.map((each) => layout.places.get(each))).toEqual([
    { block: 0, offset: 0 },
    undefined,
    { block: 1, offset: 0 },
    { block: 2, offset: 0 },
    { block: 0, offset: 64 },
  ]);
  expect(layout.blocks).toEqual([
    { dtype: 'float32', count: 192 },
    { dtype: 'bool', count: 128 },
    { dtype: 'float32', count: 128 },
  ]);
  expect(layoutOf(slots, 'gradient', schedule, 0).blocks).toEqual([]);
});

describe('chunks', () => {
  const million = 2 ** 20;

  it('are whole steps that fit into a cache', () => {
    const schedule = evenSchedule(7, 4, false);
    expect(chunksOf(schedule, million / 12)).toEqual([0, 3, 6, 7]); // twelve rows
    expect(chunksOf(schedule, million / 15)).toEqual([0, 3, 6, 7]);
    expect(chunksOf(schedule, million / 100)).toEqual([0, 7]);
    expect(chunksOf(schedule, 0)).toEqual([0, 7]);
  });

  it('have a step at least', () => {
    expect(chunksOf(evenSchedule(3, 4, false), million)).toEqual([0, 1, 2, 3]);
    expect(chunksOf(evenSchedule(1, 4, false), 2 * million)).toEqual([0, 1]);
  });

  it('have more steps where fewer rows run', () => {
    const lists = [6, 1, 1, 1].map((length) => Int32Array.from({ length }, (_, t) => t));
    expect(chunksOf(raggedSchedule(6, lists, false), million / 4)).toEqual([0, 1, 5, 6]);
  });
});
