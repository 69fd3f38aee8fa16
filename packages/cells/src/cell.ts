import type { StepResult, Tensor } from '@ostinato/tensor';

/** A state: a record of tensors `[batch, size]`, or `[size]` for a single sequence. */
export type CellState = Readonly<Record<string, Tensor<'float32'>>>;

/** The state of a wrapper: any nesting of records and arrays of the states of its parts. */
export type StateTree = Tensor<'float32'> | readonly StateTree[] | { readonly [part: string]: StateTree };

/** What is the same in every step of a sequence, such as the mask of a dropout: trees of tensors. */
export interface CellContext {
  /** With a batch axis. */
  readonly given?: unknown;
  /** Without one. */
  readonly shared?: unknown;
}

/**
 * One step of a recurrent network. A cell knows nothing of time: `scan` runs its `step`, layers stack it and give it a
 * direction, wrappers change it.
 */
export interface Cell<S extends StateTree = CellState> {
  /** Features of `x`. */
  readonly inputSize: number;
  /** Features of the output. */
  readonly outputSize: number;
  /** The state before the first step: zeros, `[batch, size]` or, without a batch, `[size]`. */
  initialState(batch?: number): S;
  /**
   * What all steps of a sequence share, made anew for each sequence or chunk and handed to each step: the masks that a wrapper drew, in
   * training. Cells that need none leave it out.
   */
  context?(batch?: number): CellContext | undefined;
  /** `x [batch, inputSize]` and a state to the output `[batch, outputSize]` and the next state. */
  step(x: Tensor<'float32'>, state: S, context?: CellContext): StepResult<S, Tensor<'float32'>>;
}
