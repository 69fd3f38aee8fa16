import { expect, it } from 'vitest';
import { graphed, type HandStep } from '../testing/hand-step.ts';
import { printer } from '../testing/print.ts';
import { withViews } from './views.ts';

/** The calls of a step, and what is left of them where parts of rows are free. */
function views(write: (step: HandStep) => void): readonly string[] {
  const graph = graphed(write);
  return printer(graph)(withViews(graph).calls);
}

/** `part [rows, 2]`, columns of `whole [rows, 4]` from `from` on. */
function split(step: HandStep, whole: ReturnType<HandStep['value']>, from: number) {
  const part = step.value(2 * step.rows);
  step.call('copy.float32', part, step.at(whole, from), step.rows, 2, 2, 4);
  return part;
}

it('reads parts where they are', () => {
  const calls = views((step) => {
    const [x, sum] = [step.input('x', 0, 4 * step.rows), step.value(2 * step.rows)];
    const [a, b] = [split(step, x, 0), split(step, x, 2)];
    step.add(sum, a, b, 2);
    step.tanh(step.value(2 * step.rows), a, 2);
  });
  expect(calls).toEqual(['v1 = binary.add(x0, x0.2) [rows, 2]', 'v4 = unary.tanh(x0) [rows, 2]']);
});

it('reads parts of parts where they are', () => {
  const calls = views((step) => {
    const part = split(step, step.input('x', 0, 4 * step.rows), 2);
    const one = step.value(step.rows);
    step.call('copy.float32', one, step.at(part, 1), step.rows, 1, 1, 2);
    step.call('unary.tanh', step.value(step.rows), one, step.rows, 1, 1, 1);
  });
  expect(calls).toEqual(['v3 = unary.tanh(x0.3) [rows, 1]']);
});

it('makes parts in their place', () => {
  const calls = views((step) => {
    const [x, h, both] = [
      step.input('x', 0, 2 * step.rows),
      step.input('state', 0, 2 * step.rows),
      step.value(4 * step.rows),
    ];
    const [a, b] = [step.value(2 * step.rows), step.value(2 * step.rows)];
    step.tanh(a, x, 2);
    step.tanh(b, h, 2);
    step.call('copy.float32', both, a, step.rows, 2, 4, 2);
    step.call('copy.float32', step.at(both, 2), b, step.rows, 2, 4, 2);
  });
  expect(calls).toEqual(['v2 = unary.tanh(x0) [rows, 2]', 'v2.2 = unary.tanh(h0) [rows, 2]']);
});

it('makes a part in its place also where others read it', () => {
  const calls = views((step) => {
    const [x, both, a] = [step.input('x', 0, 2 * step.rows), step.value(4 * step.rows), step.value(2 * step.rows)];
    step.tanh(a, x, 2);
    step.tanh(step.value(2 * step.rows), a, 2);
    step.call('copy.float32', both, a, step.rows, 2, 4, 2);
  });
  expect(calls).toEqual(['v1 = unary.tanh(x0) [rows, 2]', 'v3 = unary.tanh(v1) [rows, 2]']);
});

it('copies what was there before: an input has its own place', () => {
  const calls = views((step) => {
    const [x, both] = [step.input('x', 0, 2 * step.rows), step.value(4 * step.rows)];
    step.call('copy.float32', both, x, step.rows, 2, 4, 2);
    step.call('copy.float32', step.at(both, 2), x, step.rows, 2, 4, 2);
  });
  expect(calls).toEqual(['v1 = copy.float32(x0) [rows, 2]', 'v1.2 = copy.float32(x0) [rows, 2]']);
});

it('copies what leaves the step: it must be whole', () => {
  const calls = views((step) => {
    const part = split(step, step.input('x', 0, 4 * step.rows), 0);
    step.tanh(step.value(2 * step.rows), part, 2);
    step.result('output', 0, part, 2 * step.rows);
  });
  expect(calls).toEqual(['out0 = copy.float32(x0) [rows, 2]', 'v2 = unary.tanh(out0) [rows, 2]']);
});

it('copies where a reader cannot walk: it has no stride, or other rows than those of the batch', () => {
  const calls = views((step) => {
    const { rows } = step;
    const [x, other] = [step.input('x', 0, 4 * rows), step.input('x', 1, 2 * rows)];
    const [a, b] = [split(step, x, 0), split(step, x, 2)];
    step.call('concat.float32', step.value(4 * rows), a, other, rows, 2, 2);
    step.call('row.softmax', step.value(2 * rows), b, 2 * rows, 1, 1, 1);
  });
  expect(calls).toEqual([
    'v2 = copy.float32(x0) [rows, 2]',
    'v3 = copy.float32(x0.2) [rows, 2]',
    'v4 = concat.float32(v2, x1) [rows]',
    'v5.0/1 = row.softmax(v3.0/1) [2rows, 1]',
  ]);
});

it('keeps a copy that one of several readers needs', () => {
  const calls = views((step) => {
    const { rows } = step;
    const part = split(step, step.input('x', 0, 4 * rows), 0);
    step.tanh(step.value(2 * rows), part, 2);
    step.call('row.softmax', step.value(2 * rows), part, 2 * rows, 1, 1, 1);
  });
  expect(calls[0]).toBe('v1 = copy.float32(x0) [rows, 2]');
  expect(calls[1]).toBe('v2 = unary.tanh(v1) [rows, 2]');
});

it('lets a product over rows read parts, and copies of one pass leave the other alone', () => {
  const calls = views((step) => {
    const { rows } = step;
    const [x, both, a] = [step.input('x', 0, 4 * rows), step.value(4 * rows), step.value(2 * rows)];
    step.tanh(a, split(step, x, 2), 2);
    step.back();
    step.call('matmul.tn', step.value(4), a, split(step, x, 0), 2, 2, rows, 2, 2, 2);
    step.call('copy.float32', both, a, rows, 2, 4, 2); // was made on the way forth
  });
  expect(calls).toEqual([
    'v2 = unary.tanh(x0.2) [rows, 2]',
    'v4 = matmul.tn(v2, x0) [2, 2, rows]',
    'v1 = copy.float32(v2) [rows, 2]',
  ]);
});
