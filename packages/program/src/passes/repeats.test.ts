import { expect, it } from 'vitest';
import { graphed, type HandStep } from '../testing/hand-step.ts';
import { printer } from '../testing/print.ts';
import { withoutRepeats } from './repeats.ts';

function once(write: (step: HandStep) => void): readonly string[] {
  const graph = graphed(write);
  return printer(graph)(withoutRepeats(graph).calls);
}

it('computes the same once, and what follows from it', () => {
  const calls = once((step) => {
    const x = step.input('x', 0, 2 * step.rows);
    const [a, b, c, d, out] = Array.from({ length: 5 }, () => step.value(2 * step.rows)) as [
      Ghost,
      Ghost,
      Ghost,
      Ghost,
      Ghost,
    ];
    step.tanh(a, x, 2);
    step.tanh(b, x, 2);
    step.add(c, a, b, 2);
    step.add(d, b, a, 2);
    step.add(out, c, d, 2);
  });
  expect(calls).toEqual([
    'v1 = unary.tanh(x0) [rows, 2]',
    'v3 = binary.add(v1, v1) [rows, 2]',
    'v5 = binary.add(v3, v3) [rows, 2]',
  ]);
});

it('copies what is a result of its own', () => {
  const calls = once((step) => {
    const [x, a, b] = [step.input('x', 0, 2 * step.rows), step.value(2 * step.rows), step.value(2 * step.rows)];
    step.tanh(a, x, 2);
    step.tanh(b, x, 2);
    step.result('output', 0, a, 2 * step.rows);
    step.result('output', 1, b, 2 * step.rows);
  });
  expect(calls).toEqual(['out0 = unary.tanh(x0) [rows, 2]', 'out1 = copy.float32(out0) [rows, 2]']);
});

it('draws again, in another pass computes again, and tells numbers apart', () => {
  const calls = once((step) => {
    const { rows } = step;
    const x = step.input('x', 0, 2 * rows);
    const value = (): Ghost => step.value(2 * rows);
    for (const _ of [1, 2]) step.call('random.uniform', value(), rows, 2, 2, 0, 1, 2, 0, 0, 1);
    step.call('scalar.add', value(), x, rows, 2, 2, 2, 1);
    step.call('scalar.add', value(), x, rows, 2, 2, 2, 2);
    step.back();
    step.call('scalar.add', value(), x, rows, 2, 2, 2, 1);
  });
  expect(calls).toHaveLength(5);
});

type Ghost = ReturnType<HandStep['value']>;
