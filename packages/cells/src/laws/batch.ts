import { expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { randomInput, randomState, type Run, runScan, sequenceRows, stateRows, stepOf } from './run.ts';

const rowsOf = ({ output, state }: Run, rows: readonly number[]): Run => ({
  output: sequenceRows(output, rows),
  state: stateRows(state, rows),
});

/** Rows of a batch are strangers: what stands beside a row does not change it. */
function sameAs(subject: Subject, selections: readonly (readonly number[])[]): void {
  const { cell } = subject;
  const [x, state] = [randomInput(subject), randomState(subject)];
  const step = stepOf(cell);
  const whole = runScan(cell, x, state, {}, step);
  for (const rows of selections) {
    const run = runScan(cell, sequenceRows(x, rows), stateRows(state, rows), {}, step);
    expectSame(`rows ${rows.join(', ')} of the batch run by themselves`, run, rowsOf(whole, rows));
  }
}

/** The batch axis carries no information. */
export const batchLaws: readonly LawBody[] = [
  {
    name: 'a row alone equals its row of the batch bit for bit',
    check: (subject) =>
      sameAs(
        subject,
        [...Array(subject.batch).keys()].map((row) => [row]),
      ),
  },
  {
    name: 'permuting the batch permutes the result',
    check: (subject) =>
      sameAs(subject, [
        [...Array(subject.batch).keys()].reverse(),
        [...Array(subject.batch).keys()].map((row) => (row + 1) % subject.batch),
      ]),
  },
];
