import { mapTree, Parameter, type Tensor, tensor, tidy } from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { broken } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { lossAndGradients, lossOf, targetsOf } from './loss.ts';
import { raggedPattern, randomInput, run, warmState } from './run.ts';

type Floats = Tensor<'float32'>;

/** A step of 1e-6 in double precision, agreement to 1e-6 + 1e-4 of the value. */
const epsilon = 1e-6;
const absolute = 1e-6;
const relative = 1e-4;

/** The loss with `target` holding `values` instead of its own. */
function lossWith(subject: Subject, x: Floats, state: unknown, target: Tensor, values: Float64Array): number {
  return tidy(() => {
    const changed = (own: Tensor): Tensor =>
      own === target && !(target instanceof Parameter) ? tensor(values, own.shape, { backend: own.backend }) : own;
    if (target instanceof Parameter) target.assign(values);
    const { padding } = raggedPattern(subject);
    return lossOf(run(subject, changed(x) as Floats, { state: mapTree(state, changed), ...padding })).dataSync()[0]!;
  });
}

/** Central differences of each tensor in a random direction against the gradient that the tape gives. */
function checkGradients(subject: Subject): void {
  const [x, state] = [randomInput(subject), warmState(subject)];
  const { gradients } = lossAndGradients(subject, x, state, raggedPattern(subject).padding);
  for (const [name, target] of Object.entries(targetsOf(subject, x, state))) {
    const values = Float64Array.from(target.dataSync());
    const direction = subject.random(target.shape).dataSync();
    const lossAt = (step: number) =>
      lossWith(
        subject,
        x,
        state,
        target,
        values.map((value, i) => value + step * direction[i]!),
      );
    const numeric = (lossAt(epsilon) - lossAt(-epsilon)) / (2 * epsilon);
    const slopes = Array.from(gradients[name]?.dataSync() ?? [], Number);
    const got = slopes.reduce((sum, slope, i) => sum + slope * direction[i]!, 0);
    if (!(Math.abs(got - numeric) <= absolute + relative * Math.abs(numeric)))
      throw broken(
        `the gradient of ${name} [${target.shape}] in a random direction is ${got}, central differences give ${numeric}.`,
      );
    if (target instanceof Parameter) target.assign(values);
  }
}

/** Gradients of recorded programs are those of loops but for the order of their sums. */
function replayIsLoop(subject: Subject): void {
  const [x, state] = [randomInput(subject), warmState(subject)];
  const { padding } = raggedPattern(subject);
  const mine = lossAndGradients(subject, x, state, padding).gradients;
  const right = looped(() => lossAndGradients(subject, x, state, padding).gradients);
  if (Object.keys(mine).join() !== Object.keys(right).join())
    throw broken(`gradients reach ${Object.keys(mine).join(', ')}; those of loops ${Object.keys(right).join(', ')}.`);
  for (const [name, gradient] of Object.entries(right)) {
    const [got, wanted] = [mine[name]!.dataSync(), gradient.dataSync()];
    const largest = Math.max(1, ...Array.from(wanted, Math.abs));
    const at = got.findIndex((value, i) => !(Math.abs(value - wanted[i]!) <= 2e-5 * largest));
    if (at >= 0)
      throw broken(`the gradient of element ${at} of ${name} is ${got[at]}, that of the loop ${wanted[at]}.`);
  }
}

/** The tape's gradients are right. */
export const gradientLaws: readonly LawBody[] = [
  { name: 'gradients of a run equal those of its loop', check: replayIsLoop },
  {
    name: 'gradients of input, state and parameters equal central differences',
    float: 'float64',
    check: checkGradients,
  },
];
