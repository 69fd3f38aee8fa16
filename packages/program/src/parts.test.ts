import { expect, it } from 'vitest';
import type { LoopGraph } from './loop-graph.ts';
import { partsOf } from './parts.ts';
import { freshOf, printParts } from './testing/divide.ts';
import { graphed, type HandStep } from './testing/hand-step.ts';

const divided = (graph: LoopGraph) => printParts(graph, partsOf(graph, freshOf(graph)));
const parts = (write: (step: HandStep) => void) => divided(graphed(write));

/** A step with an input, a state, something given and a parameter, all of two columns. */
function inputs(step: HandStep) {
  const { rows } = step;
  const [x, h, given] = [
    step.input('x', 0, 2 * rows),
    step.input('state', 0, 2 * rows),
    step.input('given', 0, 2 * rows),
  ];
  const weight = step.input('fixed', 0, 4);
  return { x, h, given, weight, value: () => step.value(2 * rows) };
}

it('divides calls by what they depend on', () => {
  expect(
    parts((step) => {
      const { x, h, given, weight, value } = inputs(step);
      const [squared, known, seen, next] = [step.value(4), value(), value(), value()];
      step.call('unary.square', squared, weight, 2, 2, 2, 2);
      step.linear(known, given, squared, 2, 2);
      step.linear(seen, x, squared, 2, 2);
      step.add(next, seen, h, 2);
      step.result('nextState', 0, next, 2 * step.rows);
    }),
  ).toEqual({
    once: ['v4 = unary.square(p0) [2, 2]', 'v5 = matmul.nt(given0, v4) [rows, 2, 2]'],
    rows: ['v6 = matmul.nt(x0, v4) [rows, 2, 2]'],
    body: ['next0 = binary.add(v6, h0) [rows, 2]'],
  });
});

it('runs what sees a given row and an input in the loop: a stack has no given row', () => {
  expect(
    parts((step) => {
      const { x, given, value } = inputs(step);
      const [both, after] = [value(), value()];
      step.add(both, x, given, 2);
      step.tanh(after, both, 2);
    }),
  ).toEqual({ body: ['v4 = binary.add(x0, given0) [rows, 2]', 'v5 = unary.tanh(v4) [rows, 2]'] });
});

it('writes states in the loop, and what is computed of them', () => {
  expect(
    parts((step) => {
      const { x, value } = inputs(step);
      const [next, after, other] = [value(), value(), value()];
      step.tanh(next, x, 2);
      step.tanh(after, next, 2);
      step.tanh(other, x, 2);
      step.result('nextState', 0, next, 2 * step.rows);
    }),
  ).toEqual({
    rows: ['v6 = unary.tanh(x0) [rows, 2]'],
    body: ['next0 = unary.tanh(x0) [rows, 2]', 'v5 = unary.tanh(next0) [rows, 2]'],
  });
});

it('makes rows of nothing where they are read, and outputs in the loop', () => {
  expect(
    parts((step) => {
      const { x, value } = inputs(step);
      const [ones, sum, zeros] = [value(), value(), value()];
      step.call('fill.float32', ones, step.rows, 2, 2, 1);
      step.add(sum, x, ones, 2);
      step.call('fill.float32', zeros, step.rows, 2, 2, 0);
      step.result('output', 0, sum, 2 * step.rows);
      step.result('output', 1, zeros, 2 * step.rows);
    }),
  ).toEqual({
    rows: ['v4 = fill.float32() [rows, 2]', 'out0 = binary.add(x0, v4) [rows, 2]'],
    body: ['out1 = fill.float32() [rows, 2]'],
  });
});

it('knows a part of a value before the rest, but reads none of it before all of it is there', () => {
  const calls = parts((step) => {
    const { rows } = step;
    const { x, h } = inputs(step);
    const [both, seen, all] = [step.value(4 * rows), step.value(2 * rows), step.value(4 * rows)];
    step.call('unary.tanh', both, x, rows, 2, 4, 2);
    step.call('unary.tanh', seen, both, rows, 2, 2, 4); // only what is known before
    step.call('unary.tanh', step.at(both, 2), h, rows, 2, 4, 2);
    step.tanh(all, both, 4);
    step.tanh(step.value(2 * rows), seen, 2);
  });
  expect(calls).toEqual({
    rows: ['v4 = unary.tanh(x0) [rows, 2]'],
    body: [
      'v5 = unary.tanh(v4) [rows, 2]',
      'v4.2 = unary.tanh(h0) [rows, 2]',
      'v6 = unary.tanh(v4) [rows, 4]',
      'v7 = unary.tanh(v5) [rows, 2]',
    ],
  });
});

it('makes a row of a given and an own part at every step', () => {
  const calls = parts((step) => {
    const { rows } = step;
    const { x, given } = inputs(step);
    const [both, all] = [step.value(4 * rows), step.value(4 * rows)];
    step.call('unary.tanh', both, x, rows, 2, 4, 2);
    step.call('unary.tanh', step.at(both, 2), given, rows, 2, 4, 2);
    step.tanh(all, both, 4);
  });
  expect(calls).toEqual({
    rows: ['v4 = unary.tanh(x0) [rows, 2]'],
    body: ['v4.2 = unary.tanh(given0) [rows, 2]', 'v5 = unary.tanh(v4) [rows, 4]'],
  });
});

it('draws anew at every step', () => {
  expect(
    parts((step) => step.call('random.uniform', step.value(2 * step.rows), step.rows, 2, 2, 0, 1, 2, 0, 0, 1)),
  ).toEqual({ rows: ['v0 = random.uniform() [rows, 2]'] });
});

it('loops over a batch that is one row, but for what depends on parameters and given tensors', () => {
  const graph = graphed((step) => {
    const { x, given, weight, value } = inputs(step);
    step.call('unary.square', step.value(4), weight, 1, 4, 4, 4);
    step.tanh(value(), given, 2);
    step.tanh(value(), x, 2);
  });
  expect(divided({ ...graph, fixedBatch: 'a reason' })).toEqual({
    once: ['v4 = unary.square(p0) [1, 4]', 'v5 = unary.tanh(given0) [rows, 2]'],
    body: ['v6 = unary.tanh(x0) [rows, 2]'],
  });
});
