import { expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { lossAndGradients } from './loss.ts';
import { expectZeroPadding, fillPadding, holesPattern, type Pattern, raggedPattern } from './pad.ts';
import { pickRows, randomInput, randomState, runScan, sequenceRows, stateRows, stepOf } from './run.ts';

/** Garbage in the padding changes no value and no gradient; its own gradient and output are 0. */
function garbage(subject: Subject, { keep, padding }: Pattern): void {
  const [x, state] = [randomInput(subject), randomState(subject)];
  const step = stepOf(subject.cell);
  const clean = lossAndGradients(subject.cell, fillPadding(x, keep, 0), state, padding, step);
  for (const value of [NaN, Infinity, 1e30]) {
    const dirty = lossAndGradients(subject.cell, fillPadding(x, keep, value), state, padding, step);
    expectSame(`${value} in the padding`, dirty, clean);
    expectZeroPadding(`gradient of the input, ${value} in the padding`, dirty.gradients.input!, keep);
    expectZeroPadding('output', dirty.run.output, keep);
  }
}

/** Every padded row equals the row with its padding cut out. */
function cutOut(subject: Subject, { keep, padding }: Pattern): void {
  const { cell, batch, steps } = subject;
  const [x, state] = [randomInput(subject), randomState(subject)];
  const step = stepOf(cell);
  const padded = runScan(cell, x, state, padding, step);
  const kept = keep.dataSync();
  for (let row = 0; row < batch; row++) {
    const real = [...Array(steps).keys()].filter((step) => kept[row * steps + step] === 1);
    const [init, final] = [stateRows(state, [row]), stateRows(padded.state, [row])];
    if (real.length === 0) {
      expectSame(`the state of row ${row}, which has no steps`, final, init);
      continue;
    }
    const alone = runScan(cell, pickRows(sequenceRows(x, [row]), real), init, {}, step);
    const output = pickRows(sequenceRows(padded.output, [row]), real);
    expectSame(`row ${row}, whose steps are ${real.join(', ')}`, { output, state: final }, alone);
  }
}

/** Padding never changes a result. */
export const paddingLaws: readonly LawBody[] = [
  {
    name: 'what lies beyond a length changes no value and no gradient',
    check: (subject) => garbage(subject, raggedPattern(subject)),
  },
  {
    name: 'what lies in the holes of a mask changes no value and no gradient',
    check: (subject) => garbage(subject, holesPattern(subject)),
  },
  {
    name: 'a ragged row equals the row alone; an empty one keeps its state',
    check: (subject) => cutOut(subject, raggedPattern(subject)),
  },
  { name: 'a row with holes equals the row without them', check: (subject) => cutOut(subject, holesPattern(subject)) },
];
