import type { HandStep } from './hand-step.ts';

/** `next = tanh(x p0^T + h p1^T + p2)`, 2 features and 3 units, and its gradients. */
export function rnn(step: HandStep): void {
  const { rows } = step;
  const state = (): ReturnType<HandStep['value']> => step.value(3 * rows);
  const [x, h] = [step.input('x', 0, 2 * rows), step.input('state', 0, 3 * rows)];
  const [ih, hh, bias] = [step.input('fixed', 0, 6), step.input('fixed', 1, 9), step.input('fixed', 2, 3)];
  const [seen, kept, sum, biased, next] = [state(), state(), state(), state(), state()];
  step.linear(seen, x, ih, 3, 2);
  step.linear(kept, h, hh, 3, 3);
  step.add(sum, seen, kept, 3);
  step.call('binary.add', biased, sum, bias, rows, 3, 3, 3, 0, 1, 1);
  step.tanh(next, biased, 3);
  step.result('output', 0, next, 3 * rows);
  step.result('nextState', 0, next, 3 * rows);
  step.back();
  const [dOut, dNext] = [step.input('outputGradient', 0, 3 * rows), step.input('stateGradient', 0, 3 * rows)];
  const [arriving, squared, slope, d, dh] = [state(), state(), state(), state(), state()];
  step.add(arriving, dOut, dNext, 3);
  step.call('binary.mul', squared, next, next, rows, 3, 3, 3, 3, 1, 1);
  step.call('scalar.subFrom', slope, squared, rows, 3, 3, 3, 1);
  step.call('binary.mul', d, arriving, slope, rows, 3, 3, 3, 3, 1, 1);
  step.call('matmul.nn', dh, d, hh, rows, 3, 3, 3, 3, 3);
  const [dx, dIh, dHh, dBias] = [step.value(2 * rows), step.value(6), step.value(9), step.value(3)];
  step.call('matmul.nn', dx, d, ih, rows, 2, 3, 2, 3, 2);
  step.call('matmul.tn', dIh, d, x, 3, 2, rows, 2, 3, 2);
  step.call('matmul.tn', dHh, d, h, 3, 3, rows, 3, 3, 3);
  step.call('columnSum', dBias, d, rows, 3, 3);
  step.result('stateGradient', 0, dh, 3 * rows);
  step.result('xGradient', 0, dx, 2 * rows);
  for (const [i, [gradient, count]] of (
    [
      [dIh, 6],
      [dHh, 9],
      [dBias, 3],
    ] as const
  ).entries())
    step.result('fixedGradient', i, gradient, count);
}
