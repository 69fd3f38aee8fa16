import { expect, it } from 'vitest';
import { graphed } from '../testing/hand-step.ts';
import { printer } from '../testing/print.ts';
import { rnn } from '../testing/rnn.ts';
import { withoutDeadCalls } from './dead.ts';

it('leaves out what no result needs, and what only that needs', () => {
  const graph = graphed((step) => {
    const { rows } = step;
    const [x, both] = [step.input('x', 0, 2 * rows), step.value(4 * rows)];
    const [used, unused, after, out] = [
      step.value(2 * rows),
      step.value(2 * rows),
      step.value(2 * rows),
      step.value(4 * rows),
    ];
    step.tanh(used, x, 2);
    step.tanh(unused, x, 2);
    step.tanh(after, unused, 2);
    step.call('copy.float32', both, used, rows, 2, 4, 2);
    step.call('copy.float32', step.at(both, 2), used, rows, 2, 4, 2);
    step.tanh(out, both, 4);
    step.result('output', 0, out, 4 * rows);
  });
  expect(printer(graph)(withoutDeadCalls(graph).calls)).toEqual([
    'v2 = unary.tanh(x0) [rows, 2]',
    'v1 = copy.float32(v2) [rows, 2]',
    'v1.2 = copy.float32(v2) [rows, 2]',
    'out0 = unary.tanh(v1) [rows, 4]',
  ]);
});

it('leaves out gradients that nobody wants', () => {
  const graph = graphed(rnn);
  const results = graph.results.filter(
    ({ role, index }) => !(role === 'fixedGradient' && index === 1) && role !== 'xGradient',
  );
  const left = withoutDeadCalls({ ...graph, results });
  expect(graph.calls.length - left.calls.length).toBe(2);
  expect(withoutDeadCalls(graph).calls).toEqual(graph.calls);
});
