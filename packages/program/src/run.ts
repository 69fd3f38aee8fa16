import type { DType } from '@ostinato/base';
import type { DrawNumbers } from './runner.ts';
import type { Schedule } from './schedule.ts';

/** A block of memory that leaves a run, for the caller to free. */
export interface TakenBlock {
  /** Where it is. */
  readonly storage: unknown;
  /** Of its elements. */
  readonly dtype: DType;
  /** How many they are. */
  readonly count: number;
}

/** A result within the blocks of a run. */
export interface Location {
  /** Position among the blocks. */
  readonly block: number;
  /** The element where it begins. */
  readonly offset: number;
}

/** What a run is given: storages by role, in the order of their indices, rows in the order of the schedule. */
export interface Bindings {
  /** When which rows run. */
  readonly schedule: Schedule;
  /** Tensors without rows. */
  readonly fixed: readonly unknown[];
  /** Tensors with a row for each sequence. */
  readonly given: readonly unknown[];
  /** Inputs: the rows of all steps. */
  readonly x: readonly unknown[];
  /** The numbers of the step's random generators for this run. */
  readonly draws: (generator: number) => DrawNumbers;
}

/** What the forward pass leaves. */
export interface ForwardRun {
  /** All memory it took and did not free. Those before `saved` are needed by the backward pass. */
  readonly blocks: readonly TakenBlock[];
  /** How many of the blocks the backward pass needs: the first ones. */
  readonly saved: number;
  /** The rows of all steps of each output. */
  readonly outputs: readonly Location[];
  /** A row for each sequence of each state. */
  readonly states: readonly Location[];
}

/** What the backward pass leaves; `undefined` where there is no gradient. */
export interface BackwardRun {
  /** All memory it took and did not free. */
  readonly blocks: readonly TakenBlock[];
  /** Gradients by the role of what they are gradients of. */
  readonly gradients: Readonly<Record<'fixed' | 'given' | 'x' | 'state', readonly (Location | undefined)[]>>;
}
