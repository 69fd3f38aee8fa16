import { broken, expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { lossAndGradients } from './loss.ts';
import {
  batchAxes,
  fillPadding,
  holesPattern,
  type Pattern,
  pick,
  raggedPattern,
  randomInput,
  run,
  stateRows,
  warmState,
} from './run.ts';
import type { Tensor } from '@ostinato/tensor';

/** Throws unless `x [batch, steps, features]` is 0 in all padded steps. */
function expectZeroPadding(what: string, x: Tensor, keep: Tensor<'bool'>): void {
  const [values, kept, features] = [x.dataSync(), keep.dataSync(), x.shape[2]!];
  const at = values.findIndex((value: number, i: number) => kept[Math.floor(i / features)] === 0 && value !== 0);
  if (at >= 0)
    throw broken(`${what}: element ${at} of [${x.shape}] lies in the padding and is ${values[at]}, expected 0.`);
}

/** Garbage in the padding changes no value and no gradient; its own gradient and output are 0. */
function garbage(subject: Subject, { keep, padding }: Pattern): void {
  const [x, state] = [randomInput(subject), warmState(subject)];
  const clean = lossAndGradients(subject, fillPadding(x, keep, 0), state, padding);
  for (const value of [NaN, 1e30]) {
    const dirty = lossAndGradients(subject, fillPadding(x, keep, value), state, padding);
    expectSame(`${value} in the padding`, dirty, clean);
    expectZeroPadding(`gradient of the input, ${value} in the padding`, dirty.gradients.input!, keep);
    expectZeroPadding('output', dirty.run.output, keep);
  }
}

/** Every padded row equals the row with its padding cut out. */
function cutOut(subject: Subject, { keep, padding }: Pattern): void {
  const { batch, steps } = subject;
  const [x, state, axes] = [randomInput(subject), warmState(subject), batchAxes(subject)];
  const padded = run(subject, x, { state, ...padding });
  const kept = keep.dataSync();
  for (let row = 0; row < batch; row++) {
    const real = [...Array(steps).keys()].filter((step) => kept[row * steps + step] === 1);
    const [init, final] = [stateRows(state, [row], axes), stateRows(padded.state, [row], axes)];
    if (real.length === 0) {
      expectSame(`the state of row ${row}, which has no steps`, final, init);
      continue;
    }
    const alone = run(subject, pick(pick(x, [row]), real, 1), { state: init });
    const output = pick(pick(padded.output, [row]), real, 1);
    expectSame(`row ${row}, whose steps are ${real.join(', ')}`, { output, state: final }, alone);
  }
}

/** Lengths and the mask that says the same are the same. */
function lengthsAreMask(subject: Subject): void {
  const { keep, padding } = raggedPattern(subject);
  const [x, state] = [randomInput(subject), warmState(subject)];
  expectSame('a mask against lengths', run(subject, x, { state, mask: keep }), run(subject, x, { state, ...padding }));
}

/** Padding never changes a result. */
export const paddingLaws: readonly LawBody[] = [
  { name: 'what lies beyond a length changes no value and no gradient', check: (s) => garbage(s, raggedPattern(s)) },
  {
    name: 'what lies in the holes of a mask changes no value and no gradient',
    check: (s) => garbage(s, holesPattern(s)),
  },
  {
    name: 'a ragged row equals the row alone; an empty one keeps its state',
    check: (s) => cutOut(s, raggedPattern(s)),
  },
  { name: 'a row with holes equals the row without them', check: (s) => cutOut(s, holesPattern(s)) },
  { name: 'lengths equal the mask that says the same', check: lengthsAreMask },
];
