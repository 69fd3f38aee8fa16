import type { DType } from '@ostinato/base';
import { at } from './extent.ts';
import type { Region, Slot, Span } from './place.ts';
import { rowsOf, type Schedule } from './schedule.ts';

/** Where the slots of one region lie in its blocks. */
export interface Layout {
  /** What each block holds. */
  readonly blocks: readonly { readonly dtype: DType; readonly count: number }[];
  /** The block of each slot, and the element where it begins. */
  readonly places: ReadonlyMap<Slot, { readonly block: number; readonly offset: number }>;
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

/**
 * Lays the slots of a region out, one after the other, in a block for each dtype. What has no rows has a block of its own: a compiled function
 * need not make it again.
 */
export function layoutOf(slots: readonly Slot[], region: Region, schedule: Schedule, chunkRows: number): Layout {
  const blocks: { dtype: DType; count: number }[] = [];
  const shared = new Map<DType, number>();
  const places = new Map<Slot, { readonly block: number; readonly offset: number }>();
  for (const slot of slots) {
    if (slot.region !== region) continue;
    const { dtype } = slot;
    const block = (slot.span === 'single' ? undefined : shared.get(dtype)) ?? blocks.push({ dtype, count: 0 }) - 1;
    if (slot.span !== 'single') shared.set(dtype, block);
    places.set(slot, { block, offset: blocks[block]!.count });
    blocks[block]!.count += Math.ceil(slotSize(slot, schedule, chunkRows) / line) * line;
  }
  return { blocks, places };
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
