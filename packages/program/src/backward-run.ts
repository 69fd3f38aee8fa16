import { bind, longestChunk, takeConstants } from './bind.ts';
import { at } from './extent.ts';
import type { Value } from './graph.ts';
import { chunksOf, layoutOf, slotSize } from './layout.ts';
import { Memory } from './memory.ts';
import { backwardParts } from './parts.ts';
import { behindLoop, type Plan } from './plan.ts';
import type { BackwardRun, Bindings, Location } from './run.ts';
import { Runner } from './runner.ts';
import { isAligned, rowsOf, type Schedule } from './schedule.ts';
import { stackStates } from './state-ends.ts';

/** What the backward pass begins with. */
export interface Arriving {
  /** The blocks that the forward pass saved. */
  readonly saved: readonly unknown[];
  /** Gradients of the outputs: the rows of all steps. */
  readonly outputs: readonly unknown[];
  /** Gradients of the states after the last step; `undefined` stands for zero. */
  readonly states: readonly unknown[];
}

/** Runs the backward pass of a program. */
export function runBackward(plan: Plan, bindings: Bindings, arriving: Arriving, profile: boolean): BackwardRun {
  const { backend, placed, calls } = plan;
  const { schedule } = bindings;
  const memory = new Memory(backend);
  return memory.guarded(() => {
    const { slots } = memory;
    const chunks = chunksOf(schedule, plan.chunkBytes.scratchBack);
    bindSaved(plan, memory, schedule, arriving.saved);
    const gradients = plan.owned.gradient;
    const blocks = gradients.map((slot) => memory.slot(slot, slotSize(slot, schedule, 0)));
    const chunkRows = longestChunk(schedule.start, chunks);
    const scratch = memory.region(layoutOf(placed.slots, 'scratchBack', schedule, chunkRows));
    const constants = new Map<Value, unknown>();
    scratch.push(...takeConstants(backend, memory, plan.constants.backward, constants));
    // States that do not lie as a stack, for the calls that read them as one.
    const stacks = plan.statesBehind
      .filter(({ side }) => !isAligned(schedule, side))
      .map((state) => ({ ...state, block: memory.take(state.slot.dtype, rowsOf(schedule) * state.slot.count.perRow) }));
    const packed: Record<'before' | 'after', unknown[]> = { before: [], after: [] };
    for (const { slot, side, block } of stacks) packed[side][slot.id] = block.storage;

    const runner = new Runner(backend, schedule, bindings.draws, profile);
    const bases = { slots, constants, bindings, outputGradients: arriving.outputs };
    for (const part of backwardParts) {
      bind(backend, calls[part], behindLoop.includes(part) ? { ...bases, packed } : bases);
      runner.start(calls[part], backend.kernels);
    }
    startTotals(plan, schedule, slots, arriving.states);
    runner.once(calls.onceBack);
    runner.loop(plan.loops.bodyBack, true);
    for (const { slot, side, block } of stacks)
      stackStates(backend, schedule, slot, slots[slot.id], side, block.storage);
    const sides = new Set(stacks.map(({ side }) => side));
    runner.chunks(calls.rowsBack, chunks, sides);
    runner.chunks(calls.sums, [0, schedule.steps], sides);
    runner.once(calls.finish);

    memory.release([...scratch, ...stacks.map(({ block }) => block)]);
    const all = (role: Exclude<keyof Plan['results'], 'output'>): (Location | undefined)[] =>
      plan.results[role].map((slot) => slot && { block: gradients.indexOf(slot), offset: 0 });
    const state: (Location | undefined)[] = [];
    for (const [index, slot] of placed.carriers) state[index] = { block: gradients.indexOf(slot), offset: 0 };
    return {
      blocks,
      gradients: { fixed: all('fixedGradient'), given: all('givenGradient'), x: all('xGradient'), state },
    };
  });
}

/** Finds the slots that the forward pass saved in its blocks. */
function bindSaved({ placed, owned }: Plan, memory: Memory, schedule: Schedule, saved: readonly unknown[]): void {
  const layout = layoutOf(placed.slots, 'saved', schedule, 0);
  memory.bind(layout, saved);
  for (const [i, { id }] of owned.saved.entries()) memory.slots[id] = saved[layout.blocks.length + i];
}

/** Sets gradients of states to what arrives, and what the loop adds up to zero. */
function startTotals(
  { backend, placed }: Plan,
  { batch }: Schedule,
  slots: readonly unknown[],
  states: readonly unknown[],
): void {
  const zero = (storage: unknown, count: number): void => backend.kernels['fill.float32'](storage, 1, count, count, 0);
  for (const [index, slot] of placed.carriers) {
    const count = at(slot.count, batch);
    const from = states[index];
    if (from === undefined) zero(slots[slot.id], count);
    else backend.kernels['copy.float32'](slots[slot.id], from, 1, count, count, count);
  }
  for (const { total } of placed.accumulators) {
    const where = placed.places.get(total);
    if (where !== undefined && 'slot' in where) zero(slots[where.slot.id], at(total.count, batch));
  }
}
