import type { StepResult, Tensor } from '@ostinato/tensor';

/** A state: a record of tensors `[batch, size]`, or `[size]` for a single sequence. */
export type CellState = Readonly<Record<string, Tensor<'float32'>>>;

/**
 * One step of a recurrent network. A cell knows nothing of time: `scan` runs its `step`, layers stack it and give it a
 * direction, wrappers change it.
 */
export interface Cell<S extends CellState = CellState> {
  /** Features of `x`. */
  readonly inputSize: number;
  /** Features of the output. */
  readonly outputSize: number;
  /** The state before the first step: zeros, `[batch, size]` or, without a batch, `[size]`. */
  initialState(batch?: number): S;
  /** `x [batch, inputSize]` and a state to the output `[batch, outputSize]` and the next state. */
  step(x: Tensor<'float32'>, state: S): StepResult<S, Tensor<'float32'>>;
}
