import { expect, it } from 'vitest';
import { freshOf } from '../testing/divide.ts';
import { graphed, type HandStep } from '../testing/hand-step.ts';
import { printer } from '../testing/print.ts';
import { ownResults } from './results.ts';

function owned(write: (step: HandStep) => void): readonly string[] {
  const graph = graphed(write);
  const after = ownResults(graph, freshOf(graph));
  return printer(after)(after.calls);
}

it('lets an output be a state, and nothing else two results', () => {
  const calls = owned((step) => {
    const { rows } = step;
    const [x, next] = [step.input('x', 0, 2 * rows), step.value(2 * rows)];
    for (const index of [0, 1]) step.input('state', index, 2 * rows);
    step.tanh(next, x, 2);
    for (const index of [0, 1]) step.result('output', index, next, 2 * rows);
    for (const index of [0, 1]) step.result('nextState', index, next, 2 * rows);
  });
  expect(calls).toEqual([
    'next0 = unary.tanh(x0) [rows, 2]', // and out0 and out1
    'next1 = copy.float32(next0) [rows, 2]',
  ]);
});

it('copies inputs, states before the step, and parts of values', () => {
  const calls = owned((step) => {
    const { rows } = step;
    const [x, h, all] = [step.input('x', 0, 2 * rows), step.input('state', 0, 2 * rows), step.value(4 * rows)];
    step.tanh(all, step.input('x', 1, 4 * rows), 4);
    step.result('output', 0, x, 2 * rows);
    step.result('output', 1, h, 2 * rows);
    step.result('nextState', 0, h, 2 * rows);
  });
  expect(calls).toEqual([
    'v2 = unary.tanh(x1) [rows, 4]',
    'next0 = copy.float32(h0) [rows, 2]',
    'out0 = copy.float32(x0) [rows, 2]',
    'out1 = copy.float32(h0) [rows, 2]',
  ]);
});

it('copies gradients at the end of the way back', () => {
  const calls = owned((step) => {
    const { rows } = step;
    const [x, out] = [step.input('x', 0, 2 * rows), step.value(2 * rows)];
    step.tanh(out, x, 2);
    step.result('output', 0, out, 2 * rows);
    step.back();
    const d = step.input('outputGradient', 0, 2 * rows);
    step.result('xGradient', 0, d, 2 * rows);
  });
  expect(calls).toEqual(['out0 = unary.tanh(x0) [rows, 2]', 'dx0 = copy.float32(dOut0) [rows, 2]']);
});
