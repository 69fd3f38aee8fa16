import type { Backend } from '@ostinato/backend';
import type { DType } from '@ostinato/base';
import { runBackward } from './backward-run.ts';
import { runForward } from './forward-run.ts';
import { Fresh } from './fresh.ts';
import { read, written } from './graph.ts';
import type { LoopGraph } from './loop-graph.ts';
import { packsWell, withPacking } from './packing.ts';
import { withAccumulation } from './passes/accumulate.ts';
import { withoutRepeats } from './passes/common.ts';
import { withoutDeadCalls } from './passes/dead.ts';
import { ownResults } from './passes/results.ts';
import { withTakeOver } from './passes/take-over.ts';
import { withViews } from './passes/views.ts';
import { type PartName, partsOf } from './parts.ts';
import { place, type Placed } from './place.ts';
import { type Plan, planOf } from './plan.ts';
import type { Prepared } from './prepared.ts';
import type { BackwardRun, Bindings, ForwardRun } from './run.ts';
import type { Schedule } from './schedule.ts';

/** How a program is made. */
export interface ProgramOptions {
  /** Whether matrices that stay the same are packed for products in the loop. Default: where the backend gains from it. */
  readonly pack?: boolean;
}

/** A loop over time as flat lists of kernel calls, to be run for any number of steps, sequences and lengths. */
export class LoopProgram {
  /** Why the whole batch is one row, if it is. */
  readonly fixedBatch: string | undefined;
  /** Whether calls are timed. */
  profile = false;
  /** The schedule of the last run. */
  lastSchedule: Schedule | undefined;
  readonly #plan: Plan;

  constructor(graph: LoopGraph, backend: Backend, { pack = packsWell(backend) }: ProgramOptions = {}) {
    const fresh = new Fresh([
      ...graph.calls.flatMap((call) => [...read(call), ...written(call)]),
      ...graph.inputs.map(({ value }) => value),
    ]);
    const passes = [withoutDeadCalls, withoutRepeats, withViews, withoutDeadCalls, withAccumulation, withTakeOver];
    const simplified = passes.reduce((before, pass) => pass(before), ownResults(graph, fresh));
    const parts = partsOf(simplified, fresh);
    this.fixedBatch = graph.fixedBatch;
    this.#plan = planOf(place(pack ? withPacking(parts, fresh) : parts, graph.inputs), backend);
  }

  /** Bytes of an element on the program's backend. */
  elementBytes(dtype: DType): number {
    return this.#plan.backend.elementBytes(dtype);
  }

  /** The calls with the places of their values. */
  get placed(): Placed {
    return this.#plan.placed;
  }

  /** The calls as they run, with their times. */
  get prepared(): Readonly<Record<PartName, readonly Prepared[]>> {
    return this.#plan.calls;
  }

  /** Runs all steps. `init` are the states before the first. @throws OutOfMemoryError before any call has run; IndexFault */
  forward(bindings: Bindings, init: readonly unknown[]): ForwardRun {
    this.lastSchedule = bindings.schedule;
    return runForward(this.#plan, bindings, init, this.profile);
  }

  /**
   * Runs all steps back. `saved` are the blocks that the forward pass left for it, which it may write to; `outputs` the gradients of
   * the outputs, the rows of all steps; `states` those of the states after the last step, `undefined` for zero.
   * @throws OutOfMemoryError before any call has run
   */
  backward(
    bindings: Bindings,
    saved: readonly unknown[],
    outputs: readonly unknown[],
    states: readonly unknown[],
  ): BackwardRun {
    return runBackward(this.#plan, bindings, { saved, outputs, states }, this.profile);
  }
}
