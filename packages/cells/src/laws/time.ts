import { add, concat, mapTree, type Tensor } from '@ostinato/tensor';
import { broken, byPath, differ, expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { randomInput, randomState, runScan, runSteps, stepOf, stepsOf } from './run.ts';

function stepIsLoop(subject: Subject): void {
  const [x, state] = [randomInput(subject), randomState(subject)];
  const loop = runScan(subject.cell, x, state);
  expectSame('scan against single steps', loop, runSteps(subject.cell, x, state));
  expectSame('the same scan a second time', runScan(subject.cell, x, state), loop);
}

function chunkedIsWhole(subject: Subject): void {
  const { cell, steps } = subject;
  const [x, state] = [randomInput(subject), randomState(subject)];
  const step = stepOf(cell);
  const whole = runScan(cell, x, state, {}, step);
  for (let cut = 1; cut < steps; cut++) {
    const first = runScan(cell, stepsOf(x, 0, cut), state, {}, step);
    const second = runScan(cell, stepsOf(x, cut), first.state, {}, step);
    const output = concat([first.output, second.output], 0);
    expectSame(`chunks of ${cut} and ${steps - cut} steps`, { output, state: second.state }, whole);
  }
}

/** The first input and every part of the state must matter to what comes later. */
function remembers(subject: Subject): void {
  const { cell, steps } = subject;
  const [x, state] = [randomInput(subject), randomState(subject)];
  const step = stepOf(cell);
  const last = (input: Tensor<'float32'>, init = state) => {
    const run = runScan(cell, input, init, {}, step);
    return { output: stepsOf(run.output, steps - 1), state: run.state };
  };
  const before = last(x);
  const changed = concat([add(stepsOf(x, 0, 1), 1), stepsOf(x, 1)], 0);
  if (!differ(last(changed), before))
    throw broken(`another first input changes nothing after ${steps} steps: the cell does not remember.`);
  const whole = runScan(cell, x, state, {}, step);
  for (const path of byPath(state).keys()) {
    const other = mapTree(state, (part, at) => (at === path ? add(part as Tensor<'float32'>, 0.5) : part));
    if (!differ(runScan(cell, x, other, {}, step), whole))
      throw broken(`another initial state ${path} changes neither output nor state: the cell ignores it.`);
  }
}

/** How steps make a sequence. */
export const timeLaws: readonly LawBody[] = [
  { name: 'a scan equals single steps bit for bit', check: stepIsLoop },
  { name: 'chunks with carried state equal the whole bit for bit', check: chunkedIsWhole },
  { name: 'the first input and every part of the state reach the end', check: remembers },
];
