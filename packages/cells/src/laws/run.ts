import { indexSelect, mapTree, scan, slice, stack, type Tensor, tensor, unstack } from '@ostinato/tensor';
import type { Cell, StateTree } from '../cell.ts';
import type { Subject } from './law.ts';

/** What a cell gives for a whole sequence. */
export interface Run {
  /** `[steps, batch, outputSize]`. */
  readonly output: Tensor<'float32'>;
  readonly state: StateTree;
}

/** How a sequence is padded. */
export type Padding = { readonly lengths?: readonly number[]; readonly mask?: Tensor<'bool'> };

/** Random inputs `[steps, batch, inputSize]`. */
export function randomInput({ cell, batch, steps, random }: Subject): Tensor<'float32'> {
  return random([steps, batch, cell.inputSize]);
}

/** A random state in the form of the cell's own. */
export function randomState({ cell, batch, random }: Subject): StateTree {
  return mapTree(cell.initialState(batch), ({ shape }) => random(shape));
}

/** A cell's step as a function of its own: what is run with the same one is recorded once. */
export const stepOf =
  (cell: Cell<StateTree>): Cell<StateTree>['step'] =>
  (x, state, context) =>
    cell.step(x, state, context);

/** The cell over a sequence, recorded anew unless `step` is one that was run before. */
export function runScan(
  cell: Cell<StateTree>,
  x: Tensor<'float32'>,
  state: StateTree,
  padding: Padding = {},
  step = stepOf(cell),
): Run {
  const result = scan(step, state, x, { ...padding, ...cell.context?.(x.shape[1]!) });
  return { output: result.outputs, state: result.state };
}

/** The cell called once for each step, by hand. */
export function runSteps(cell: Cell<StateTree>, x: Tensor<'float32'>, init: StateTree): Run {
  let state = init;
  const outputs = unstack(x).map((xt) => {
    const result = cell.step(xt, state);
    state = result.state;
    return result.output;
  });
  return { output: stack(outputs), state };
}

/** Rows of the batch, which is axis 0 of a state. */
export function stateRows(state: StateTree, rows: readonly number[]): StateTree {
  return mapTree(state, (x) => pickRows(x, rows));
}

/** Rows of the batch of inputs or outputs, where it is axis 1. */
export function sequenceRows(x: Tensor<'float32'>, rows: readonly number[]): Tensor<'float32'> {
  return stack(unstack(x).map((xt) => pickRows(xt, rows)));
}

/** Steps `start` to `end` (excluded). */
export function stepsOf(x: Tensor<'float32'>, start: number, end?: number): Tensor<'float32'> {
  return slice(x, 0, start, end);
}

/** Rows of the first axis. */
export function pickRows<T extends Tensor>(x: T, rows: readonly number[]): T {
  return indexSelect(x, tensor([...rows], { dtype: 'int32', backend: x.backend })) as Tensor as T;
}
