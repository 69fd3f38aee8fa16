import { add, mul, namedParameters, sum, type Tensor, tensorsIn, valueAndGrad } from '@ostinato/tensor';
import type { Cell, StateTree } from '../cell.ts';
import { byPath } from './compare.ts';
import { type Padding, type Run, runScan, stepOf } from './run.ts';

/** A loss that every output and every part of the last state reaches with a gradient of its own: a sum of squares. */
export function lossOf(run: Run): Tensor<'float32'> {
  const parts = [...tensorsIn(run)] as Tensor<'float32'>[];
  return parts.map((part) => sum(mul(part, part))).reduce((a, b) => add(a, b));
}

/** All that the loss of a run may be differentiated by: `input`, `state.h`, `weight_ih`... */
export function targetsOf(
  cell: Cell<StateTree>,
  x: Tensor<'float32'>,
  state: StateTree,
): Record<string, Tensor<'float32'>> {
  const states = [...byPath(state)].map(([path, part]) => [`state.${path}`, part]);
  return { input: x, ...Object.fromEntries(states), ...Object.fromEntries(namedParameters(cell)) };
}

/** What a run gives, and its gradients by name; a target that nothing reached is left out. */
export function lossAndGradients(
  cell: Cell<StateTree>,
  x: Tensor<'float32'>,
  state: StateTree,
  padding: Padding = {},
  step = stepOf(cell),
) {
  return lossAndGradientsOf(cell, x, state, () => runScan(cell, x, state, padding, step));
}

/** The same of any way to run the cell over `x` from `state`. */
export function lossAndGradientsOf(cell: Cell<StateTree>, x: Tensor<'float32'>, state: StateTree, runIt: () => Run) {
  const { value, gradients, aux } = valueAndGrad(targetsOf(cell, x, state), () => {
    const run = runIt();
    return [lossOf(run), run];
  });
  const reached = Object.entries(gradients).filter(([, gradient]) => gradient !== undefined);
  return { loss: value, run: aux, gradients: Object.fromEntries(reached) as Record<string, Tensor<'float32'>> };
}
