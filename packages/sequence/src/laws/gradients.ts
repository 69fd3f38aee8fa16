import { mapTree, Parameter, type Tensor, tensor, tidy } from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { broken } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { lossAndGradients, lossOf, targetsOf } from './loss.ts';
import { raggedPattern, randomInput, run, warmState } from './run.ts';

type Floats = Tensor<'float32'>;

/** PyTorch's gradcheck: a step of 1e-6 in double precision, agreement to 1e-5 + 1e-3 of the value. */
const epsilon = 1e-6;
const absolute = 1e-5;
const relative = 1e-3;
/** Elements of one tensor that are checked, spread evenly. */
const probes = 6;

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

/** Central differences against the gradient that the tape gives. */
function checkGradients(subject: Subject): void {
  const [x, state] = [randomInput(subject), warmState(subject)];
  const { gradients } = lossAndGradients(subject, x, state, raggedPattern(subject).padding);
  for (const [name, target] of Object.entries(targetsOf(subject, x, state))) {
    const values = Float64Array.from(target.dataSync());
    const analytic = gradients[name]?.dataSync();
    const stride = Math.ceil(values.length / probes);
    for (let at = 0; at < values.length; at += stride) {
      const lossAt = (offset: number) => {
        const moved = values.map((value, i) => (i === at ? value + offset : value));
        return lossWith(subject, x, state, target, moved);
      };
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
