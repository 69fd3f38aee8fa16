import type { DType } from '@ostinato/base';
import { at } from './extent.ts';
import type { Region, Slot, Span } from './place.ts';
import { rowsOf, type Schedule } from './schedule.ts';

/** Where the slots of one region lie in its blocks, one block for each dtype. */
export interface Layout {
  /** Elements of each block; no block where it is 0. */
  readonly sizes: ReadonlyMap<DType, number>;
  /** The element where each slot begins. */
  readonly offsets: ReadonlyMap<Slot, number>;
}

/** Slots begin at multiples of this many elements: a line of the cache. */
const line = 64;

/** The rows that a slot of a span has. */
function slotRows(span: Span, schedule: Schedule, chunkRows: number): number {
  const { batch } = schedule;
  const rows = {
    single: 0,
    batch,
    step: batch,
    chunk: chunkRows,
    stack: rowsOf(schedule),
    states: batch + rowsOf(schedule),
    ring: 2 * batch,
  };
  return rows[span];
}

/** Elements of a slot. */
export const slotSize = (slot: Slot, schedule: Schedule, chunkRows: number): number =>
  at(slot.count, slotRows(slot.span, schedule, chunkRows));

/** Lays the slots of a region out, one after the other. */
export function layoutOf(slots: readonly Slot[], region: Region, schedule: Schedule, chunkRows: number): Layout {
  const sizes = new Map<DType, number>();
  const offsets = new Map<Slot, number>();
  for (const slot of slots) {
    if (slot.region !== region) continue;
    const offset = sizes.get(slot.dtype) ?? 0;
    offsets.set(slot, offset);
    sizes.set(slot.dtype, offset + Math.ceil(slotSize(slot, schedule, chunkRows) / line) * line);
  }
  return { sizes, offsets };
}

/** What values of a chunk may take: about what a second-level cache holds. */
const chunkBytes = 2 ** 20;

/** The first step of each chunk, and the number of steps at the end: whole steps whose rows fit into the bytes of a chunk. */
export function chunksOf(schedule: Schedule, bytesPerRow: number): number[] {
  const limit = bytesPerRow === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(chunkBytes / bytesPerRow));
  const bounds = [0];
  for (let t = 1; t < schedule.steps; t++) {
    if (schedule.start[t + 1]! - schedule.start[bounds.at(-1)!]! > limit) bounds.push(t);
  }
  return [...bounds, schedule.steps];
}
