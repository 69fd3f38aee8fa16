import { reshape, slice, type Tensor, where } from '@ostinato/tensor';
import type { Cell, StateTree } from './cell.ts';

/** What `parallel` gives. */
export interface ParallelResult<S extends StateTree> {
  /** `[steps, batch, outputSize]`; zero where a step is padding. */
  readonly outputs: Tensor<'float32'>;
  /** The state after the last step. */
  readonly state: S;
}

/** A cell whose recurrence is associative, so that all steps can be computed at once. `cellLaws` holds both forms equal. */
export interface ParallelCell<S extends StateTree = StateTree> extends Cell<S> {
  /**
   * The same as `step` over `xs [steps, batch, inputSize]`, but for rounding. Where `keep [steps, batch, 1]` is false a step is
   * padding: it leaves the state as it was and gives zeros.
   */
  parallel(xs: Tensor<'float32'>, state: S, keep?: Tensor<'bool'>): ParallelResult<S>;
}

/** Whether a cell has a parallel form. */
export const isParallel = <S extends StateTree>(cell: Cell<S>): cell is ParallelCell<S> => 'parallel' in cell;

/** The result for a cell whose output is its state: `hidden [steps, batch, size]`. */
export function hiddenResult(
  hidden: Tensor<'float32'>,
  keep?: Tensor<'bool'>,
): ParallelResult<{ h: Tensor<'float32'> }> {
  const h = reshape(slice(hidden, 0, -1), hidden.shape.slice(1));
  return { outputs: keep === undefined ? hidden : where(keep, hidden, 0), state: { h } };
}
