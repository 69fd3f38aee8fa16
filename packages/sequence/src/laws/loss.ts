import { add, mapTree, mul, namedParameters, sum, type Tensor, tensorsIn, valueAndGrad } from '@ostinato/tensor';
import type { Padding } from '../padding.ts';
import { byPath } from './compare.ts';
import type { Subject } from './law.ts';
import { run, type Run } from './run.ts';

type Floats = Tensor<'float32'>;

/** A loss that every output and every part of the last state reaches with a gradient of its own: a sum of squares. */
export function lossOf(result: Run): Floats {
  const parts = [...tensorsIn(result)] as Floats[];
  return parts.map((part) => sum(mul(part, part))).reduce((a, b) => add(a, b));
}

/** All that the loss of a run may be differentiated by: `input`, `state.h`, `cell.weight_ih`... */
export function targetsOf({ layer }: Subject, x: Floats, state: unknown): Record<string, Floats> {
  const states = [...byPath(state)].map(([path, part]) => [`state.${path}`, part]);
  return { input: x, ...Object.fromEntries(states), ...Object.fromEntries(namedParameters(layer)) };
}

/** What a run gives, and its gradients by name; a target that nothing reached is left out. */
export function lossAndGradients(subject: Subject, x: Floats, state: unknown, padding: Padding = {}) {
  const { value, gradients, aux } = valueAndGrad(targetsOf(subject, x, state), () => {
    const result = run(subject, x, { state, ...padding });
    // A state may be handed on as it came.
    return [lossOf(result), mapTree(result, (part) => mul(part as Floats, 1))];
  });
  const reached = Object.entries(gradients).filter(([, gradient]) => gradient !== undefined);
  return { loss: value, run: aux, gradients: Object.fromEntries(reached) as Record<string, Floats> };
}
