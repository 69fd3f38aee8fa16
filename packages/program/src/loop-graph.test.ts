import { expect, it } from 'vitest';
import { fixedBatchGraph } from './loop-graph.ts';
import { attempted, graphed, type HandStep, recorded, refused } from './testing/hand-step.ts';
import { printer } from './testing/print.ts';
import { rnn } from './testing/rnn.ts';

it('has the calls of both passes, its inputs and its results', () => {
  const graph = graphed(rnn);
  expect(graph.fixedBatch).toBeUndefined();
  expect(graph.calls.map(({ pass }) => pass).lastIndexOf('forward')).toBe(4);
  expect(graph.inputs.map(({ role, index }) => `${role} ${index}`)).toEqual([
    'x 0',
    'state 0',
    'fixed 0',
    'fixed 1',
    'fixed 2',
    'outputGradient 0',
    'stateGradient 0',
  ]);
  expect(graph.results.map(({ role, index, count }) => [role, index, count.base, count.perRow])).toEqual([
    ['output', 0, 0, 3],
    ['nextState', 0, 0, 3],
    ['stateGradient', 0, 0, 3],
    ['xGradient', 0, 0, 2],
    ['fixedGradient', 0, 6, 0],
    ['fixedGradient', 1, 9, 0],
    ['fixedGradient', 2, 3, 0],
  ]);
});

it.each<[string, (step: HandStep) => void, string]>([
  [
    'a sum is over the batch',
    (step) => step.call('columnSum', step.value(3), step.input('x', 0, 3 * step.rows), step.rows, 3, 3),
    'columnSum sums over the batch',
  ],
  [
    'a sum is over everything',
    (step) => {
      const { rows } = step;
      step.call('reduce.sum', step.value(1), step.input('x', 0, 3 * rows), 1, 3 * rows, 1, 3 * rows);
    },
    'reduce.sum sums over the batch',
  ],
  [
    'all share a draw',
    (step) => step.call('random.uniform', step.value(3), 1, 3, 3, 0, 1, 2, 0, 0, 1),
    'random.uniform draws numbers that the whole batch shares',
  ],
  [
    'a result has no rows',
    (step) => step.result('output', 0, step.input('fixed', 0, 3), 3),
    'the step returns a tensor without a batch axis',
  ],
])('has no graph where %s', (_, write, reason) => {
  expect(refused(write)).toBe(reason);
});

it('makes one row of a whole batch', () => {
  const graph = fixedBatchGraph(
    recorded(3, (step) => {
      const [x, h, w] = [step.input('x', 0, 9), step.input('state', 0, 9), step.input('fixed', 0, 9)];
      const [mean, squared, next] = [step.value(3), step.value(9), step.value(9)];
      step.call('columnSum', mean, x, 3, 3, 3);
      step.call('unary.square', squared, w, 1, 9, 9, 9);
      step.call('binary.add', next, h, mean, 3, 3, 3, 3, 0, 1, 1);
      step.result('nextState', 0, next, 9);
    }),
    'it sums over the batch',
  );
  expect(graph.fixedBatch).toBe('it sums over the batch');
  expect(graph.calls.map(({ form }) => form)).toEqual(['rows', 'fixed', 'rows']);
  expect(graph.inputs.map(({ value }) => value.count)).toEqual([
    { base: 0, perRow: 9 },
    { base: 0, perRow: 9 },
    { base: 9, perRow: 0 },
  ]);
  expect(printer(graph)(graph.calls)).toEqual([
    'v3 = columnSum(x0.0/3) [3, 3]',
    'v4 = unary.square(p0) [1, 9]',
    'next0.0/3 = binary.add(h0.0/3, v3.0/0) [3, 3]',
  ]);
});

// Dead calls are left out of graphs, but not yet of recordings: a scan in a step whose outputs nobody uses makes the step fixed-batch.
it('lets calls that nobody needs mix rows', () => {
  const graph = attempted((step) => {
    const { rows } = step;
    const [x, out] = [step.input('x', 0, 3 * rows), step.value(3 * rows)];
    step.call('columnSum', step.value(3), x, rows, 3, 3);
    step.tanh(out, x, 3);
    step.result('output', 0, out, 3 * rows);
  });
  expect(graph).not.toBe('columnSum sums over the batch');
});
