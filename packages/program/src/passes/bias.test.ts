import { describe, expect, it } from 'vitest';
import { graphed, type HandStep } from '../testing/hand-step.ts';
import { printer } from '../testing/print.ts';
import { withAccumulation } from './accumulate.ts';
import { withBias } from './bias.ts';

type Ghost = ReturnType<HandStep['value']>;

/** The calls of `x W^T + b` with 3 columns, and of what follows. */
function biased(after: (step: HandStep, x: Readonly<Record<'x' | 'product' | 'sum' | 'bias', Ghost>>) => void) {
  const graph = graphed((step) => {
    const { rows } = step;
    const [x, w, bias] = [step.input('x', 0, 2 * rows), step.input('fixed', 0, 6), step.input('fixed', 1, 3)];
    const [product, sum] = [step.value(3 * rows), step.value(3 * rows)];
    step.linear(product, x, w, 3, 2);
    after(step, { x, product, sum, bias });
  });
  return printer(graph)(withAccumulation(withBias(graph)).calls);
}

describe('the sum of a product and a bias', () => {
  it.each(['behind', 'before'])('is one product, the bias %s', (side) => {
    const calls = biased((step, { product, sum, bias }) => {
      if (side === 'behind') step.call('binary.add', sum, product, bias, step.rows, 3, 3, 3, 0, 1, 1);
      else step.call('binary.add', sum, bias, product, step.rows, 3, 3, 0, 3, 1, 1);
    });
    expect(calls).toEqual(['v4 = matmulBias.nt(x0, p0, p1) [rows, 3, 2]']);
  });

  it('is added to another', () => {
    const calls = biased((step, { x, product, sum, bias }) => {
      const { rows } = step;
      step.call('binary.add', sum, product, bias, rows, 3, 3, 3, 0, 1, 1);
      const [other, otherSum, all] = [step.value(3 * rows), step.value(3 * rows), step.value(3 * rows)];
      step.linear(other, x, step.input('fixed', 2, 6), 3, 2);
      step.call('binary.add', otherSum, other, bias, rows, 3, 3, 3, 0, 1, 1);
      step.add(all, sum, otherSum, 3);
    });
    expect(calls).toEqual([
      'v7 = matmulBias.nt(x0, p0, p1) [rows, 3, 2]',
      'v7 += matmulBiasAdd.nt(x0, p2, p1) [rows, 3, 2]',
    ]);
  });

  it('stays a sum where the product is also read', () => {
    const calls = biased((step, { product, sum, bias }) => {
      step.call('binary.add', sum, product, bias, step.rows, 3, 3, 3, 0, 1, 1);
      step.tanh(step.value(3 * step.rows), product, 3);
    });
    expect(calls[1]).toBe('v4 = binary.add(v3, p1) [rows, 3]');
  });

  it('stays a sum where the bias is made in the step, or is one number', () => {
    const made = biased((step, { product, sum, bias }) => {
      const own = step.value(3);
      step.call('unary.tanh', own, bias, 1, 3, 3, 3);
      step.call('binary.add', sum, product, own, step.rows, 3, 3, 3, 0, 1, 1);
    });
    expect(made.at(-1)).toMatch(/^v4 = binary\.add/);
    const number = biased((step, { product, sum, bias }) =>
      step.call('binary.add', sum, product, bias, step.rows, 3, 3, 3, 0, 1, 0),
    );
    expect(number.at(-1)).toMatch(/^v4 = binary\.add/);
  });
});
