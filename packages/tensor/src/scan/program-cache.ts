import type { Backend } from '@ostinato/backend';
import type { LoopProgram } from '@ostinato/program';
import type { RandomGenerator } from '../random-generator.ts';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** A generator that a step draws from: the one of the surrounding `training`, the default one, or one it knows itself. */
export type GeneratorRole = 'training' | 'default' | RandomGenerator;

/** What a step returns, without values: the shape of a leaf has no steps and, if it has rows, no batch. */
export interface Leaf {
  readonly shape: Shape;
  readonly dtype: Tensor['dtype'];
  /** Whether it has a gradient. */
  readonly reached: boolean;
}

/** What stands in a tree for a tensor. */
export const leafMark = Symbol('tensor');

/** A recorded step. */
export interface RecordedProgram {
  readonly program: LoopProgram;
  /** Parameters and buffers that the step reads, and whether their gradients are computed. */
  readonly boxes: readonly { readonly tensor: Tensor; readonly wanted: boolean }[];
  readonly generators: readonly GeneratorRole[];
  /** The output with a leaf in place of each tensor, and the trace. */
  readonly output: unknown;
  readonly trace: unknown;
  /** The leaves of output and trace, in order. */
  readonly leaves: readonly Leaf[];
  /** Whether there is a backward pass. */
  readonly differentiates: boolean;
}

/** A step that must be recorded anew for each batch size, and why. */
export interface FixedBatch {
  readonly fixedBatch: string;
}

/** What was found out about a step for one form of its arguments; `loop`: it can only be looped. */
export type Outcome = { readonly recorded: readonly RecordedProgram[] } | FixedBatch | 'loop';

/** Programs by backend, by step, and by the form of the arguments. */
export type ProgramCache = WeakMap<Backend, WeakMap<object, Map<string, Outcome>>>;

/** The outcomes for a step on a backend. */
export function outcomesOf(cache: ProgramCache, backend: Backend, step: object): Map<string, Outcome> {
  let steps = cache.get(backend);
  if (steps === undefined) cache.set(backend, (steps = new WeakMap()));
  let outcomes = steps.get(step);
  if (outcomes === undefined) steps.set(step, (outcomes = new Map()));
  return outcomes;
}
