import { expect, it } from 'vitest';
import { graphed, type HandStep } from '../testing/hand-step.ts';
import { printer } from '../testing/print.ts';
import { withTakeOver } from './take-over.ts';
import { withViews } from './views.ts';

type Ghost = ReturnType<HandStep['value']>;

/** `[a, b] = x W^T` in halves, which are views, and what is made of them. */
function halves(use: (step: HandStep, a: Ghost, b: Ghost) => void): readonly string[] {
  const graph = graphed((step) => {
    const { rows } = step;
    const [x, weight, both] = [step.input('x', 0, 2 * rows), step.input('fixed', 0, 8), step.value(4 * rows)];
    const [a, b] = [step.value(2 * rows), step.value(2 * rows)];
    step.linear(both, x, weight, 4, 2);
    step.call('copy.float32', a, both, rows, 2, 2, 4);
    step.call('copy.float32', b, step.at(both, 2), rows, 2, 2, 4);
    use(step, a, b);
  });
  return printer(graph)(withTakeOver(withViews(graph)).calls);
}

it('opens gates where they are', () => {
  const calls = halves((step, a, b) => {
    const [first, second] = [step.value(2 * step.rows), step.value(2 * step.rows)];
    step.tanh(first, a, 2);
    step.tanh(second, b, 2);
    step.call(
      'concat.float32',
      step.value(4 * step.rows),
      step.input('x', 1, 2 * step.rows),
      step.input('x', 2, 2 * step.rows),
      step.rows,
      2,
      2,
    );
    step.add(step.value(2 * step.rows), first, second, 2);
  });
  expect(calls.slice(0, 3)).toEqual([
    'v2 = matmul.nt(x0, p0) [rows, 4, 2]',
    'v2 = unary.tanh(v2) [rows, 2]',
    'v2.2 = unary.tanh(v2.2) [rows, 2]',
  ]);
  expect(calls.at(-1)).toMatch(/ = binary.add\(v2, v2.2\) \[rows, 2\]$/);
});

it.each<[string, (step: HandStep, a: Ghost, b: Ghost) => void]>([
  [
    'the part is read again',
    (step, a) => {
      step.tanh(step.value(2 * step.rows), a, 2);
      step.tanh(step.value(2 * step.rows), a, 2);
    },
  ],
  [
    'the result leaves the step',
    (step, a) => {
      const out = step.value(2 * step.rows);
      step.tanh(out, a, 2);
      step.result('output', 0, out, 2 * step.rows);
    },
  ],
  [
    'the result is of another dtype',
    (step, a, b) => step.call('compare.less', step.value(2 * step.rows, 'bool'), a, b, step.rows, 2, 2, 2, 2, 1, 1),
  ],
  [
    'a reader of the result has no stride',
    (step, a) => {
      const [out, other] = [step.value(2 * step.rows), step.input('x', 1, 2 * step.rows)];
      step.tanh(out, a, 2);
      step.call('concat.float32', step.value(4 * step.rows), out, other, step.rows, 2, 2);
    },
  ],
])('does not where %s', (_, use) => {
  expect(halves(use).some((line) => /^v2\S* = (unary|compare)/.test(line))).toBe(false);
});
