import { mapTree, Parameter, type Tensor, tensor, tidy } from '@ostinato/tensor';
import type { Cell, StateTree } from '../cell.ts';
import { broken } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { lossAndGradients, lossOf, targetsOf } from './loss.ts';
import { randomInput, randomState, runScan, stepOf } from './run.ts';

/** PyTorch's gradcheck: a step of 1e-6 in double precision, agreement to 1e-5 + 1e-3 of the value. */
const epsilon = 1e-6;
const absolute = 1e-5;
const relative = 1e-3;
/** Elements of one tensor that are checked, spread evenly. */
const probes = 32;

/** The loss with `target` holding `values` instead of its own. */
function lossWith(
  { cell }: Subject,
  x: Tensor<'float32'>,
  state: StateTree,
  target: Tensor,
  values: Float64Array,
  step: Cell<StateTree>['step'],
): number {
  return tidy(() => {
    const changed = (own: Tensor): Tensor =>
      own === target && !(target instanceof Parameter) ? tensor(values, own.shape, { backend: own.backend }) : own;
    if (target instanceof Parameter) target.assign(values);
    return lossOf(runScan(cell, changed(x) as Tensor<'float32'>, mapTree(state, changed), {}, step)).dataSync()[0]!;
  });
}

/** Central differences against the gradient that the tape gives. */
function checkGradients(subject: Subject): void {
  const { cell } = subject;
  const [x, state] = [randomInput(subject), randomState(subject)];
  const step = stepOf(cell);
  const { gradients } = lossAndGradients(cell, x, state);
  for (const [name, target] of Object.entries(targetsOf(cell, x, state))) {
    const values = Float64Array.from(target.dataSync());
    const analytic = gradients[name]?.dataSync();
    const stride = Math.ceil(values.length / probes);
    for (let at = 0; at < values.length; at += stride) {
      const lossAt = (offset: number) =>
        lossWith(
          subject,
          x,
          state,
          target,
          values.map((value, i) => (i === at ? value + offset : value)),
          step,
        );
      const numeric = (lossAt(epsilon) - lossAt(-epsilon)) / (2 * epsilon);
      const got = analytic?.[at] ?? 0;
      if (Math.abs(got - numeric) <= absolute + relative * Math.abs(numeric)) continue;
      throw broken(
        `the gradient of element ${at} of ${name} [${target.shape}] is ${got}, central differences give ${numeric}.`,
      );
    }
    if (target instanceof Parameter) target.assign(values);
  }
}

/** The tape's gradients are right. */
export const gradientLaws: readonly LawBody[] = [
  {
    name: 'gradients of input, state and parameters equal central differences',
    float: 'float64',
    check: checkGradients,
  },
];
