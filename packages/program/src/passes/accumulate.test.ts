import { describe, expect, it } from 'vitest';
import { graphed, type HandStep } from '../testing/hand-step.ts';
import { printer } from '../testing/print.ts';
import { addForm, withAccumulation } from './accumulate.ts';

function accumulated(write: (step: HandStep) => void): readonly string[] {
  const graph = graphed(write);
  return printer(graph)(withAccumulation(graph).calls);
}

type Ghost = ReturnType<HandStep['value']>;
type Ghosts = Readonly<Record<'seen' | 'kept' | 'sum', Ghost>>;

/** `x W^T`, `h U^T`, and their sum; what stands between is up to the test. */
function products(step: HandStep, between: (x: Ghosts) => void = () => {}, after: (x: Ghosts) => void = () => {}) {
  const { rows } = step;
  const [x, h] = [step.input('x', 0, 2 * rows), step.input('state', 0, 3 * rows)];
  const [w, u] = [step.input('fixed', 0, 6), step.input('fixed', 1, 9)];
  const [seen, kept, sum] = [step.value(3 * rows), step.value(3 * rows), step.value(3 * rows)];
  step.linear(seen, x, w, 3, 2);
  step.linear(kept, h, u, 3, 3);
  between({ seen, kept, sum });
  step.add(sum, seen, kept, 3);
  after({ seen, kept, sum });
}

describe('a sum with a product', () => {
  it('is a product that adds itself', () => {
    expect(accumulated((step) => products(step))).toEqual([
      'v6 = matmul.nt(x0, p0) [rows, 3, 2]',
      'v6 += matmulAdd.nt(h0, p1) [rows, 3, 3]',
    ]);
  });

  it('and a bias adds to what has the bias', () => {
    const calls = accumulated((step) => {
      const { rows } = step;
      const [x, w, b] = [step.input('x', 0, 2 * rows), step.input('fixed', 0, 4), step.input('fixed', 1, 2)];
      const [product, biased, other, sum] = Array.from({ length: 4 }, () => step.value(2 * rows)) as [
        Ghost,
        Ghost,
        Ghost,
        Ghost,
      ];
      step.linear(product, x, w, 2, 2);
      step.call('binary.add', biased, product, b, rows, 2, 2, 2, 0, 1, 1);
      step.linear(other, biased, w, 2, 2);
      step.add(sum, other, biased, 2);
    });
    // The product reads what it would add to.
    expect(calls.at(-1)).toBe('v6 = binary.add(v5, v4) [rows, 2]');
  });

  it.each(['before it', 'after it'])('stays a sum where both are also read %s', (when) => {
    const calls = accumulated((step) => {
      const use = ({ seen, kept }: Ghosts): void =>
        [seen, kept].forEach((x) => step.tanh(step.value(3 * step.rows), x, 3));
      products(step, when === 'before it' ? use : undefined, when === 'after it' ? use : undefined);
    });
    expect(calls.filter((line) => line.includes('binary.add'))).toEqual(['v6 = binary.add(v4, v5) [rows, 3]']);
  });

  it('does not change what is read before, because that may be later in the loop', () => {
    const calls = accumulated((step) => products(step, ({ seen }) => step.tanh(step.value(3 * step.rows), seen, 3)));
    expect(calls).toEqual([
      'v4 = matmul.nt(x0, p0) [rows, 3, 2]',
      'v5 = matmul.nt(h0, p1) [rows, 3, 3]',
      'v7 = unary.tanh(v4) [rows, 3]',
      'v6 = binary.add(v4, v5) [rows, 3]',
    ]);
  });

  it('stays a sum where it is the next state, which has a place of its own at every step', () => {
    expect(
      accumulated((step) => products(step, undefined, ({ sum }) => step.result('nextState', 0, sum, 3 * step.rows))).at(
        -1,
      ),
    ).toBe('next0 = binary.add(v4, v5) [rows, 3]');
  });

  it('stays a sum where both leave the step', () => {
    expect(
      accumulated((step) =>
        products(step, ({ seen, kept }) => [seen, kept].forEach((x, i) => step.result('output', i, x, 3 * step.rows))),
      ).at(-1),
    ).toBe('v6 = binary.add(out0, out1) [rows, 3]');
  });

  it('stays a sum where columns are used again', () => {
    const calls = accumulated((step) => {
      const { rows } = step;
      const [x, w] = [step.input('x', 0, 2 * rows), step.input('fixed', 0, 6)];
      const [a, b, sum] = [step.value(3 * rows), step.value(rows), step.value(3 * rows)];
      step.linear(a, x, w, 3, 2);
      step.linear(b, x, w, 1, 2);
      step.call('binary.add', sum, a, b, rows, 3, 3, 3, 1, 1, 0);
    });
    expect(calls.at(-1)).toBe('v4 = binary.add(v2, v3) [rows, 3]');
  });
});

it('knows the products that can add', () => {
  expect(
    ['matmul.nt', 'matmul.tn', 'columnSum', 'matmulPacked', 'matmulAdd.nt', 'unary.tanh', 'batchMatmul.nn'].map(
      (name) => addForm(name as never),
    ),
  ).toEqual(['matmulAdd.nt', 'matmulAdd.tn', 'columnSumAdd', 'matmulPackedAdd', undefined, undefined, undefined]);
});
