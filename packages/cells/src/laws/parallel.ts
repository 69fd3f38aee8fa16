import { reshape, transpose } from '@ostinato/tensor';
import { isParallel } from '../parallel-cell.ts';
import { broken, byPath } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { lossAndGradients, lossAndGradientsOf } from './loss.ts';
import { holesPattern, type Pattern, raggedPattern } from './pad.ts';
import { randomInput, randomState } from './run.ts';

/** How far rounding may take the two forms apart in float64, as a share of the largest value. */
const tolerance = 1e-9;

/** The parallel form of a cell gives the values and gradients of its steps. */
function equalsSteps(subject: Subject, pattern?: Pattern): void {
  const { cell } = subject;
  if (!isParallel(cell)) return;
  const [x, state] = [randomInput(subject), randomState(subject)];
  const keep = pattern && reshape(transpose(pattern.keep), [x.shape[0]!, x.shape[1]!, 1]);
  const steps = lossAndGradients(cell, x, state, pattern?.padding);
  const parallel = lossAndGradientsOf(cell, x, state, () => {
    const { outputs, state: last } = cell.parallel(x, state, keep);
    return { output: outputs, state: last };
  });
  const [is, should] = [byPath(parallel), byPath(steps)];
  for (const [path, { shape }] of should) {
    const got = is.get(path);
    if (got?.shape.join() !== shape.join())
      throw broken(`parallel: ${path} is ${got ?? 'missing'}, expected [${shape}].`);
    const [a, b] = [Array.from(got.dataSync()), Array.from(should.get(path)!.dataSync())];
    const largest = Math.max(1, ...b.map(Math.abs));
    const at = a.findIndex((value, i) => !(Math.abs(value - b[i]!) <= tolerance * largest));
    if (at >= 0) throw broken(`parallel: element ${at} of ${path} [${shape}] is ${a[at]}, the steps give ${b[at]}.`);
  }
}

/** What a cell with a parallel form must do; others pass. */
export const parallelLaws: readonly LawBody[] = [
  {
    name: 'a parallel form, if there is one, gives what the steps give',
    float: 'float64',
    check: (subject) => {
      equalsSteps(subject);
      equalsSteps(subject, raggedPattern(subject));
      equalsSteps(subject, holesPattern(subject));
    },
  },
];
