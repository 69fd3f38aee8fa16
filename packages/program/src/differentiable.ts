import { type Arriving, runBackward } from './backward-run.ts';
import { backwardPartsOf } from './backward-parts.ts';
import type { LoopGraph } from './loop-graph.ts';
import type { DivideBackward } from './parts.ts';
import { withAccumulation } from './passes/accumulate.ts';
import { withoutRepeats } from './passes/repeats.ts';
import { withTakeOver } from './passes/take-over.ts';
import type { Plan } from './plan.ts';
import type { BackwardRun, Bindings } from './run.ts';

/** What a program needs to have a backward pass. A program that only runs forward does without, and so does its download. */
export interface Differentiable {
  /** @internal Passes over graphs with a backward pass: before and after parts of rows are made free. */
  readonly passes: Readonly<Record<'before' | 'after', readonly ((graph: LoopGraph) => LoopGraph)[]>>;
  /** @internal Divides the backward pass. */
  readonly divide: DivideBackward;
  /** @internal Runs it. */
  run(plan: Plan, bindings: Bindings, arriving: Arriving, profile: boolean): BackwardRun;
}

/** For `new LoopProgram(graph, backend, { differentiable })`. */
export const differentiable: Differentiable = {
  passes: { before: [withoutRepeats], after: [withAccumulation, withTakeOver] },
  divide: backwardPartsOf,
  run: runBackward,
};
