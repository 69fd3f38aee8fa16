import { ArgumentError } from '@ostinato/base';
import { reshape, slice, tensorsIn, unstack } from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { forwardInChunks } from '../forward-in-chunks.ts';
import { stream } from '../stream.ts';
import { broken, differ, expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { batchAxes, pick, raggedPattern, holesPattern, randomInput, run, stateRows, warmState } from './run.ts';

/** Recorded programs give what loops give. */
function replayIsLoop(subject: Subject): void {
  const [x, state] = [randomInput(subject), warmState(subject)];
  for (const padding of [{}, raggedPattern(subject).padding, holesPattern(subject).padding]) {
    const replayed = run(subject, x, { state, ...padding });
    expectSame(
      'a run against its loop',
      replayed,
      looped(() => run(subject, x, { state, ...padding })),
    );
    expectSame('the same run a second time', run(subject, x, { state, ...padding }), replayed);
  }
}

function chunkedIsWhole(subject: Subject): void {
  const { layer, steps } = subject;
  const [x, state] = [randomInput(subject), warmState(subject)];
  if (layer.bidirectional === true) return refuses(() => forwardInChunks(layer, x, { chunk: 1 }), 'forwardInChunks');
  for (const padding of [{}, raggedPattern(subject).padding, holesPattern(subject).padding]) {
    const whole = run(subject, x, { state, ...padding });
    for (const chunk of [1, steps - 1]) {
      const { output, state: last } = forwardInChunks(layer, x, { chunk, state, ...padding });
      expectSame(`chunks of ${chunk} steps`, { output, state: last }, whole);
    }
  }
}

function streamed(subject: Subject): void {
  const { layer, batch, steps, inputSize } = subject;
  if (layer.bidirectional === true) return refuses(() => stream(layer), 'stream');
  const x = randomInput(subject);
  const whole = run(subject, x);
  const live = stream(layer, { batch });
  try {
    for (const [t, frame] of unstack(x, 1).entries()) {
      const output = live.push(reshape(frame, [batch, inputSize]));
      expectSame(`step ${t} of a stream`, output, reshape(slice(whole.output, 1, t, t + 1), output.shape));
    }
    const state = live.state();
    expectSame(`the state after ${steps} steps of a stream`, state, whole.state);
    for (const part of tensorsIn(state)) part.dispose();
  } finally {
    live.dispose();
  }
}

/** What reads backward says so, and is refused where the future is not there yet. */
function refuses(use: () => unknown, where: string): void {
  try {
    use();
  } catch (error) {
    if (error instanceof ArgumentError && error.message.includes('reads backward')) return;
    throw error;
  }
  throw broken(`${where} takes a layer that also reads backward.`);
}

/** Rows of a batch are strangers. */
function rowsAlone(subject: Subject): void {
  const { batch } = subject;
  const [x, state, axes] = [randomInput(subject), warmState(subject), batchAxes(subject)];
  const whole = run(subject, x, { state });
  const selections = [...Array(batch).keys()].map((row) => [row]);
  for (const rows of [...selections, [...Array(batch).keys()].reverse()]) {
    const alone = run(subject, pick(x, rows), { state: stateRows(state, rows, axes) });
    const part = { output: pick(whole.output, rows), state: stateRows(whole.state, rows, axes) };
    expectSame(`rows ${rows.join(', ')} by themselves`, alone, part);
  }
}

/** The first input and the state must matter to what comes later. */
function remembers(subject: Subject): void {
  const { batch, inputSize, random } = subject;
  const [x, state] = [randomInput(subject), warmState(subject)];
  if ([...tensorsIn(state)].length === 0) return;
  const before = run(subject, x, { state });
  if (!differ(run(subject, x, { state: warmState(subject) }), before)) throw broken('another state changes nothing.');
  const warm = run(subject, random([batch, 1, inputSize])).state;
  if (!differ(run(subject, x, { state: warm }), run(subject, x))) throw broken('a state changes nothing.');
}

/** How steps make sequences, and sequences a batch. */
export const timeLaws: readonly LawBody[] = [
  { name: 'a run equals its loop bit for bit', check: replayIsLoop },
  { name: 'chunks with carried state equal the whole bit for bit, or are refused', check: chunkedIsWhole },
  { name: 'a stream equals the whole bit for bit, or is refused', check: streamed },
  { name: 'a row alone equals its row of the batch bit for bit', check: rowsAlone },
  { name: 'the state matters', check: remembers },
];
