import { bind, longestChunk, takeConstants } from './bind.ts';
import type { Value } from './graph.ts';
import { chunksOf, layoutOf, slotSize } from './layout.ts';
import { Memory } from './memory.ts';
import type { Slot } from './place.ts';
import { forwardParts } from './parts.ts';
import type { Plan } from './plan.ts';
import type { Bindings, ForwardRun, Location, TakenBlock } from './run.ts';
import { Runner } from './runner.ts';
import { isAligned, rowsOf, type Schedule } from './schedule.ts';
import { copyRows, stackStates, stateEnds } from './state-ends.ts';

/** Runs the forward pass of a program. */
export function runForward(plan: Plan, bindings: Bindings, init: readonly unknown[], profile: boolean): ForwardRun {
  const { backend, placed, calls, states } = plan;
  const { schedule } = bindings;
  const memory = new Memory(backend);
  return memory.guarded(() => {
    const { slots } = memory;
    const chunks = chunksOf(schedule, plan.chunkBytes.scratch);
    const chunkRows = longestChunk(schedule.start, chunks);
    const take = (slot: Slot): TakenBlock => memory.slot(slot, slotSize(slot, schedule, chunkRows));
    const saved = memory.region(layoutOf(placed.slots, 'saved', schedule, chunkRows));
    saved.push(...plan.owned.saved.map(take));
    const others = plan.owned.output.map(take);
    const finals = states.map((slot) => memory.take(slot.dtype, slot.count.perRow * schedule.batch));
    // Outputs that are states, where these do not lie as a stack.
    const stacks = [...plan.owned.saved, ...plan.owned.output]
      .filter(({ span }) => span === 'states' && !isAligned(schedule, 'after'))
      .map((slot) => ({ slot, block: memory.take(slot.dtype, slot.count.perRow * rowsOf(schedule)) }));
    const scratch = memory.region(layoutOf(placed.slots, 'scratch', schedule, chunkRows));
    const constants = new Map<Value, unknown>();
    scratch.push(...takeConstants(backend, memory, plan.constants.forward, constants));

    const runner = new Runner(backend, schedule, bindings.draws, profile);
    for (const part of forwardParts) {
      bind(backend, calls[part], { slots, constants, bindings, outputGradients: [] });
      runner.start(calls[part], backend.kernels);
    }
    runner.once(calls.once);
    runner.chunks(calls.rows, chunks);
    const ends = states.map((slot, i) =>
      stateEnds(backend, schedule, slot, slots[slot.id], init[i], finals[i]!.storage),
    );
    for (const end of ends) copyRows(backend, end.idle());
    runner.loop(plan.loops.body, false, ends);
    for (const { slot, block } of stacks) stackStates(backend, schedule, slot, slots[slot.id], 'after', block.storage);

    memory.release(scratch);
    const blocks = [...saved, ...others, ...finals, ...stacks.map(({ block }) => block)];
    return {
      blocks,
      saved: saved.length,
      outputs: plan.results.output.map((slot) => outputAt(slot!, schedule, blocks, slots, stacks)),
      states: finals.map((final) => ({ block: blocks.indexOf(final), offset: 0 })),
    };
  });
}

/** Where the rows of all steps of an output are. */
function outputAt(
  slot: Slot,
  schedule: Schedule,
  blocks: readonly TakenBlock[],
  slots: readonly unknown[],
  stacks: readonly { readonly slot: Slot; readonly block: TakenBlock }[],
): Location {
  const stack = stacks.find((each) => each.slot === slot);
  if (stack !== undefined) return { block: blocks.indexOf(stack.block), offset: 0 };
  const row = slot.span === 'states' && !schedule.reverse ? schedule.batch : 0;
  return { block: blocks.findIndex(({ storage }) => storage === slots[slot.id]), offset: row * slot.count.perRow };
}
