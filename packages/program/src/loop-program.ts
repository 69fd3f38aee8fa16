import type { Backend } from '@ostinato/backend';
import { type DType, StateError } from '@ostinato/base';
import type { Differentiable } from './differentiable.ts';
import { runForward } from './forward-run.ts';
import { Fresh } from './fresh.ts';
import { read, written } from './graph.ts';
import type { LoopGraph } from './loop-graph.ts';
import { packsWell, withPacking } from './packing.ts';
import { withBias } from './passes/bias.ts';
import { withoutDeadCalls } from './passes/dead.ts';
import { ownResults } from './passes/results.ts';
import { withViews } from './passes/views.ts';
import { type PartName, partNames, partsOf } from './parts.ts';
import { place, type Placed } from './place.ts';
import { type Plan, planOf } from './plan.ts';
import type { Prepared } from './prepared.ts';
import type { BackwardRun, Bindings, ForwardRun } from './run.ts';
import type { Schedule } from './schedule.ts';

/** How a program is made. */
export interface ProgramOptions {
  /** Whether matrices that stay the same are packed for products in the loop. Default: where the backend gains from it. */
  readonly pack?: boolean;
  /** For graphs with a backward pass. Default: it is left out. */
  readonly differentiable?: Differentiable;
}

/** A loop over time as flat lists of kernel calls, to be run for any number of steps, sequences and lengths. */
export class LoopProgram {
  /** Why the whole batch is one row, if it is. */
  readonly fixedBatch: string | undefined;
  #profile = false;
  /** The schedule of the last run. */
  lastSchedule: Schedule | undefined;
  /** In how many segments the last run was made. */
  lastSegments = 1;
  readonly #plan: Plan;
  readonly #differentiable: Differentiable | undefined;

  constructor(graph: LoopGraph, backend: Backend, { pack = packsWell(backend), differentiable }: ProgramOptions = {}) {
    const fresh = new Fresh([
      ...graph.calls.flatMap((call) => [...read(call), ...written(call)]),
      ...graph.inputs.map(({ value }) => value),
    ]);
    const { before = [], after = [] } = differentiable?.passes ?? {};
    const hasBias = backend.kernels['matmulBias.nt'] !== undefined;
    const passes = [withoutDeadCalls, ...before, withViews, withoutDeadCalls, ...(hasBias ? [withBias] : []), ...after];
    const simplified = passes.reduce((all, pass) => pass(all), ownResults(graph, fresh));
    const parts = partsOf(simplified, fresh, differentiable?.divide);
    this.fixedBatch = graph.fixedBatch;
    this.#differentiable = differentiable;
    this.#plan = planOf(place(pack ? withPacking(parts, fresh) : parts, graph.inputs), backend);
  }

  /** Whether calls are timed. Turning it on starts all times at 0. */
  get profile(): boolean {
    return this.#profile;
  }

  /** Times start at 0. */
  set profile(on: boolean) {
    if (on) for (const part of partNames) for (const call of this.#plan.calls[part]) call.time = 0;
    this.#profile = on;
  }

  /** Bytes of an element on the program's backend. */
  elementBytes(dtype: DType): number {
    return this.#plan.backend.elementBytes(dtype);
  }

  /** @internal The calls with the places of their values. */
  get placed(): Placed {
    return this.#plan.placed;
  }

  /** @internal What runs at every step, and whether threads can each have rows of it. */
  get loops(): Plan['loops'] {
    return this.#plan.loops;
  }

  /** @internal The calls as they run, with their times. */
  get prepared(): Readonly<Record<PartName, readonly Prepared[]>> {
    return this.#plan.calls;
  }

  /** Notes that what ran before were segments of one run. */
  noteRun(schedule: Schedule, segments: number): void {
    this.lastSchedule = schedule;
    this.lastSegments = segments;
  }

  /** Runs all steps. `init` are the states before the first. @throws OutOfMemoryError before any call has run; IndexFault */
  forward(bindings: Bindings, init: readonly unknown[]): ForwardRun {
    this.noteRun(bindings.schedule, 1);
    return runForward(this.#plan, bindings, init, this.profile);
  }

  /**
   * Runs all steps back. `saved` are the blocks that the forward pass left for it, which it may write to; `outputs` the gradients of
   * the outputs, the rows of all steps; `states` those of the states after the last step, `undefined` for zero.
   * @throws OutOfMemoryError before any call has run; StateError without a backward pass
   */
  backward(
    bindings: Bindings,
    saved: readonly unknown[],
    outputs: readonly unknown[],
    states: readonly unknown[],
  ): BackwardRun {
    if (this.#differentiable === undefined)
      throw new StateError('This program was made without its backward pass: see `differentiable`.');
    return this.#differentiable.run(this.#plan, bindings, { saved, outputs, states }, this.profile);
  }
}
