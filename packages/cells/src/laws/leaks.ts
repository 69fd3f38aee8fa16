import { OstinatoError, OutOfMemoryError } from '@ostinato/base';
import { stateDict } from '@ostinato/nn';
import { type Backend, mapTree, type Tensor, tidy } from '@ostinato/tensor';
import type { StateTree } from '../cell.ts';
import { broken } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { lossAndGradients } from './loss.ts';
import { raggedPattern } from './pad.ts';
import { randomInput, randomState, runScan, stepOf, stepsOf } from './run.ts';

/** Throws when `run` leaves storages behind after its tidy. */
function expectNoLeak(what: string, { backend }: Subject, run: () => void): void {
  const before = backend.memory().storages;
  tidy(run);
  const left = backend.memory().storages - before;
  if (left !== 0) throw broken(`${what} left ${left} storages behind. Is there a keep() in the cell?`);
}

/** Brings every parameter to life, which takes storages that stay. */
function materialize({ cell }: Subject): void {
  for (const box of stateDict(cell).values()) box.dataSync();
}

function noLeak(subject: Subject): void {
  const { cell, batch } = subject;
  materialize(subject);
  const [x, state] = [randomInput(subject), randomState(subject)];
  expectNoLeak('initialState', subject, () => void cell.initialState(batch));
  const input = subject.random([batch, cell.inputSize]);
  expectNoLeak('a step', subject, () => void cell.step(input, state));
  expectNoLeak('a run', subject, () => void runScan(cell, x, state));
  const { padding } = raggedPattern(subject);
  expectNoLeak('a run with padding', subject, () => void runScan(cell, x, state, padding));
  expectNoLeak('a run with gradients', subject, () => void lossAndGradients(cell, x, state));
}

/** One feature too many, in the input and in every part of the state: an error, and nothing left. */
function wrongShapes(subject: Subject): void {
  const { cell, batch, steps, random } = subject;
  materialize(subject);
  const [x, state] = [randomInput(subject), randomState(subject)];
  const wider = random([steps, batch, cell.inputSize + 1]);
  const wide = mapTree(state, ({ shape }) => random([...shape.slice(0, -1), shape.at(-1)! + 1]));
  const refuses = (what: string, input: Tensor<'float32'>, init: StateTree): void =>
    expectNoLeak(what, subject, () => {
      const error = caught(() => void lossAndGradients(cell, input, init));
      if (!(error instanceof OstinatoError))
        throw broken(`${what} must be refused with an OstinatoError, got ${error ?? 'no error'}.`);
    });
  refuses(`an input of ${cell.inputSize + 1} features`, wider, state);
  refuses('a state with one feature too many', x, wide);
}

/** Memory that runs out at any allocation of a run with gradients: an error, and nothing left. */
function outOfMemory(subject: Subject): void {
  const { backend } = subject;
  materialize(subject);
  const [x, state] = [stepsOf(randomInput(subject), 0, 2), randomState(subject)];
  const step = stepOf(subject.cell);
  for (let allowed = 0, failed = true; failed; allowed++) {
    expectNoLeak(`memory that ran out after ${allowed} allocations`, subject, () => {
      const error = withAllocations(backend, allowed, () => void lossAndGradients(subject.cell, x, state, {}, step));
      if (error !== undefined && !(error instanceof OutOfMemoryError)) throw error;
      failed = error !== undefined;
    });
  }
}

/** Runs `fn` on a backend that can allocate only so often; returns what was thrown. */
function withAllocations(backend: Backend, allowed: number, fn: () => void): unknown {
  const allocate = backend.allocate;
  let left = allowed;
  backend.allocate = (dtype, count) => {
    if (left-- <= 0) throw new OutOfMemoryError('no memory is left, because a law took it away.');
    return allocate.call(backend, dtype, count);
  };
  try {
    return caught(fn);
  } finally {
    backend.allocate = allocate;
  }
}

function caught(fn: () => void): unknown {
  try {
    fn();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Whatever happens, storages come back. */
export const leakLaws: readonly LawBody[] = [
  { name: 'nothing is left of a run, padded or with gradients', check: noLeak },
  { name: 'wrong shapes are refused and leave nothing', check: wrongShapes },
  { name: 'nothing is left when memory runs out', check: outOfMemory },
];
