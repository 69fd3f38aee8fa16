import { expect, it } from 'vitest';
import { dividedParts, printParts } from './testing/divide.ts';
import { graphed, type HandStep } from './testing/hand-step.ts';
import { rnn } from './testing/rnn.ts';

function divided(write: (step: HandStep) => void) {
  const graph = graphed(write);
  const parts = dividedParts(graph);
  return { calls: printParts(graph, parts), accumulators: parts.accumulators.length };
}

it('keeps only the gradient of the state in the loop', () => {
  expect(divided(rnn)).toEqual({
    calls: {
      rows: ['v5 = matmul.nt(x0, p0) [rows, 3, 2]'],
      body: [
        'v6 = matmul.nt(h0, p1) [rows, 3, 3]',
        'v7 = binary.add(v5, v6) [rows, 3]',
        'v8 = binary.add(v7, p2) [rows, 3]',
        'next0 = unary.tanh(v8) [rows, 3]',
      ],
      bodyBack: [
        'v12 = binary.add(dOut0, dNext0) [rows, 3]',
        'v13 = binary.mul(next0, next0) [rows, 3]',
        'v14 = scalar.subFrom(v13) [rows, 3]',
        'v15 = binary.mul(v12, v14) [rows, 3]',
        'dh0 = matmul.nn(v15, p1) [rows, 3, 3]',
      ],
      rowsBack: ['dx0 = matmul.nn(v15, p0) [rows, 2, 3]'],
      // One product over the rows of all steps for each weight.
      sums: [
        'dp0 = matmul.tn(v15, x0) [3, 2, rows]',
        'dp1 = matmul.tn(v15, h0) [3, 3, rows]',
        'dp2 = columnSum(v15) [rows, 3]',
      ],
    },
    accumulators: 0,
  });
});

/** A step whose gradient arrives at `d`, and a gradient of `count` elements of the parameter. */
function gradient(count: number, write: (step: HandStep, d: Ghost, h: Ghost, total: Ghost) => void) {
  return divided((step) => {
    const { rows } = step;
    const h = step.input('state', 0, 3 * rows);
    step.input('fixed', 0, count);
    step.back();
    const [d, total] = [step.input('outputGradient', 0, 3 * rows), step.value(count)];
    write(step, d, h, total);
    step.result('fixedGradient', 0, total, count);
  });
}
type Ghost = ReturnType<HandStep['value']>;

it('does once what is linear in a sum', () => {
  const { calls, accumulators } = gradient(9, (step, d, h, total) => {
    const [product, masked, other] = [step.value(9), step.value(9), step.value(9)];
    const mask = step.constant(Float32Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1));
    step.call('matmul.tn', product, d, h, 3, 3, step.rows, 3, 3, 3);
    step.call('binary.mul', masked, product, mask, 1, 9, 9, 9, 9, 1, 1);
    step.call('matmul.tn', other, h, d, 3, 3, step.rows, 3, 3, 3);
    step.call('binary.add', total, masked, other, 1, 9, 9, 9, 9, 1, 1);
  });
  expect(calls).toEqual({
    sums: ['v10 = matmul.tn(dOut0, h0) [3, 3, rows]', 'v11 = matmul.tn(h0, dOut0) [3, 3, rows]'],
    finish: ['v9 = binary.mul(v10, v7) [1, 9]', 'dp0 = binary.add(v9, v11) [1, 9]'],
  });
  expect(accumulators).toBe(0);
});

it('adds up in the loop what is not linear', () => {
  const { calls, accumulators } = gradient(3, (step, d, _, total) => {
    const sum = step.value(3);
    step.call('columnSum', sum, d, step.rows, 3, 3);
    step.call('unary.tanh', total, sum, 1, 3, 3, 3);
  });
  expect(calls).toEqual({
    bodyBack: ['v4 = columnSum(dOut0) [rows, 3]', 'v3 = unary.tanh(v4) [1, 3]', 'dp0 = binary.add(dp0, v3) [1, 3]'],
  });
  expect(accumulators).toBe(1);
});

it('lets a product that is not linear in the sums add itself', () => {
  const { calls } = gradient(9, (step, d, _, total) => {
    const sum = step.value(3);
    step.call('columnSum', sum, d, step.rows, 3, 3);
    step.call('matmul.tn', total, sum, sum, 3, 3, 1, 3, 3, 3);
  });
  expect(calls).toEqual({
    bodyBack: ['v4 = columnSum(dOut0) [rows, 3]', 'dp0 += matmulAdd.tn(v4, v4) [3, 3, 1]'],
  });
});

it('adds up in the loop what meets the same rows at every step, and multiplies once', () => {
  const { calls, accumulators } = divided((step) => {
    const { rows } = step;
    const given = step.input('given', 0, 2 * rows);
    step.input('fixed', 0, 6);
    step.back();
    const [d, total] = [step.input('outputGradient', 0, 3 * rows), step.value(6)];
    step.call('matmul.tn', total, d, given, 3, 2, rows, 2, 3, 2);
    step.result('fixedGradient', 0, total, 6);
  });
  expect(calls).toEqual({
    bodyBack: ['v5 = binary.add(v5, dOut0) [rows, 3]'],
    finish: ['dp0 = matmul.tn(v5, given0) [3, 2, rows]'],
  });
  expect(accumulators).toBe(1);
});

it('sums gradients of given rows over the steps, row by row', () => {
  const { calls, accumulators } = divided((step) => {
    const { rows } = step;
    const [given, weight] = [step.input('given', 0, 2 * rows), step.input('fixed', 0, 6)];
    step.tanh(step.value(2 * rows), given, 2);
    step.back();
    const [d, total] = [step.input('outputGradient', 0, 3 * rows), step.value(2 * rows)];
    step.call('matmul.nn', total, d, weight, rows, 2, 3, 2, 3, 2);
    step.result('givenGradient', 0, total, 2 * rows);
  });
  // The rows are summed first, and multiplied once.
  expect(calls).toEqual({
    once: ['v2 = unary.tanh(given0) [rows, 2]'],
    bodyBack: ['v6 = binary.add(v6, dOut0) [rows, 3]'],
    finish: ['dGiven0 = matmul.nn(v6, p0) [rows, 2, 3]'],
  });
  expect(accumulators).toBe(1);
});

it('reads the gradient of a state in the loop: behind it, it is gone', () => {
  const { calls } = divided((step) => {
    const { rows } = step;
    const [x, next] = [step.input('x', 0, 3 * rows), step.value(3 * rows)];
    step.input('state', 0, 3 * rows);
    step.tanh(next, x, 3);
    step.result('nextState', 0, next, 3 * rows);
    step.back();
    const [dNext, squared, slope, dx, zero] = [
      step.input('stateGradient', 0, 3 * rows),
      ...Array.from({ length: 4 }, () => step.value(3 * rows)),
    ] as [Ghost, Ghost, Ghost, Ghost, Ghost];
    step.call('binary.mul', squared, next, next, rows, 3, 3, 3, 3, 1, 1);
    step.call('scalar.subFrom', slope, squared, rows, 3, 3, 3, 1);
    step.call('binary.mul', dx, dNext, slope, rows, 3, 3, 3, 3, 1, 1);
    step.call('fill.float32', zero, rows, 3, 3, 0);
    step.result('xGradient', 0, dx, 3 * rows);
    step.result('stateGradient', 0, zero, 3 * rows);
  });
  expect(calls.bodyBack).toContain('dx0 = binary.mul(dNext0, v5) [rows, 3]');
  expect(calls.rowsBack).toBeUndefined();
});
