import { jsBackend } from '@ostinato/backend-js';
import { RandomGenerator, setBackend, type Tensor, tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRUCell } from './gru-cell.ts';
import { LSTMCell } from './lstm-cell.ts';
import { RNNCell } from './rnn-cell.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

/** One row of each: what the papers write in formulas, in plain numbers. */
type Row = number[];
const sigma = (v: number) => 1 / (1 + Math.exp(-v));
const x: Row[] = [
  [0.5, -1.25, 2],
  [1.5, 0.25, -0.75],
];
const h: Row[] = [
  [0.3, -0.6],
  [-0.9, 0.1],
];
const c: Row[] = [
  [1.2, -0.4],
  [0.05, 2.5],
];

/** A weight's element [row, column], or a bias's [row]; 0 where there is none. */
const reader = (weight: Tensor | undefined) => {
  const values = weight?.dataSync();
  return (row: number, column = 0) => values?.[row * (weight!.shape[1] ?? 1) + column] ?? 0;
};

/** `W x + b` of row `unit`. */
const affine = (weight: Tensor, bias: Tensor | undefined, v: Row, unit: number) =>
  v.reduce((sum, value, i) => sum + reader(weight)(unit, i) * value, reader(bias)(unit));

function expectRows(actual: Tensor, expected: Row[]): void {
  expect(actual.shape).toEqual([expected.length, expected[0]!.length]);
  actual.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected.flat()[i]!, 13));
}

const units = (size: number) => [...Array(size).keys()];
const options = { inputSize: 3, hiddenSize: 2, generator: new RandomGenerator(5) };

describe("RNNCell is h_t = f(W x_t + b + U h_(t-1) + b')", () => {
  it.each([
    ['tanh', true],
    ['relu', true],
    ['tanh', false],
    ['relu', false],
  ] as const)('%s, bias %s', (nonlinearity, bias) => {
    const cell = new RNNCell({ ...options, nonlinearity, bias });
    const f = nonlinearity === 'tanh' ? Math.tanh : (v: number) => (v > 0 ? v : 0);
    const expected = x.map((xt, row) =>
      units(2).map((u) =>
        f(affine(cell.weightIh, cell.biasIh, xt, u) + affine(cell.weightHh, cell.biasHh, h[row]!, u)),
      ),
    );
    const { output, state } = cell.step(tensor(x), { h: tensor(h) });
    expectRows(output, expected);
    expectRows(state.h, expected);
  });
});

describe('LSTMCell is Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000', () => {
  const step = (cell: LSTMCell, before: Row[]) =>
    x.map((xt, row) => {
      const gate = (k: number, u: number) =>
        affine(cell.weightIh, cell.biasIh, xt, 2 * k + u) + affine(cell.weightHh, cell.biasHh, before[row]!, 2 * k + u);
      const next = units(2).map((u) => sigma(gate(1, u)) * c[row]![u]! + sigma(gate(0, u)) * Math.tanh(gate(2, u)));
      return { c: next, hidden: units(2).map((u) => sigma(gate(3, u)) * Math.tanh(next[u]!)) };
    });

  it.each([true, false])('bias %s', (bias) => {
    const cell = new LSTMCell({ ...options, bias });
    const { output, state, trace } = cell.step(tensor(x), { h: tensor(h), c: tensor(c) });
    const expected = step(cell, h);
    expectRows(
      output,
      expected.map(({ hidden }) => hidden),
    );
    expectRows(
      state.h,
      expected.map(({ hidden }) => hidden),
    );
    expectRows(
      state.c,
      expected.map((row) => row.c),
    );
    const gates = ['inputGate', 'forgetGate', 'candidate', 'outputGate'];
    const names = [...gates, 'cell', 'hidden', ...gates.map((gate) => `${gate}Preactivation`)];
    expect(Object.keys(trace!)).toEqual(names);
    expectRows(
      trace!.cell!,
      expected.map((row) => row.c),
    );
  });

  it('with a projection, h_t = R (o * tanh(c_t)) (Sak et al. 2014)', () => {
    const cell = new LSTMCell({ ...options, projSize: 1 });
    const narrow = h.map(([first]) => [first!]);
    const { output, state } = cell.step(tensor(x), { h: tensor(narrow), c: tensor(c) });
    const expected = step(cell, narrow);
    expectRows(
      output,
      expected.map(({ hidden }) => [affine(cell.weightHr!, undefined, hidden, 0)]),
    );
    expectRows(
      state.c,
      expected.map((row) => row.c),
    );
  });
});

describe('GRUCell', () => {
  /** `inner(r, u)` is what the reset gates let through to unit `u` of the candidate. */
  const step = (cell: GRUCell, inner: (r: Row, before: Row, u: number) => number) =>
    x.map((xt, row) => {
      const before = h[row]!;
      const gate = (k: number, u: number) =>
        sigma(
          affine(cell.weightIh, cell.biasIh, xt, 2 * k + u) + affine(cell.weightHh, cell.biasHh, before, 2 * k + u),
        );
      const r = units(2).map((u) => gate(0, u));
      return units(2).map((u) => {
        const candidate = Math.tanh(affine(cell.weightIh, cell.biasIh, xt, 4 + u) + inner(r, before, u));
        return (1 - gate(1, u)) * candidate + gate(1, u) * before[u]!;
      });
    });

  it.each([true, false])("as torch and cuDNN: n = tanh(W x + b + r * (U h + b')), bias %s", (bias) => {
    const cell = new GRUCell({ ...options, bias });
    const expected = step(cell, (r, before, u) => r[u]! * affine(cell.weightHh, cell.biasHh, before, 4 + u));
    expectRows(cell.step(tensor(x), { h: tensor(h) }).output, expected);
  });

  it.each([true, false])(
    'as Cho et al. 2014 and Keras with reset_after=False: n = tanh(W x + U (r * h) + b), bias %s',
    (bias) => {
      const cell = new GRUCell({ ...options, bias, resetAfter: false });
      const expected = step(cell, (r, before, u) =>
        affine(
          cell.weightHh,
          cell.biasHh,
          before.map((v, i) => r[i]! * v),
          4 + u,
        ),
      );
      const { output, state, trace } = cell.step(tensor(x), { h: tensor(h) });
      expectRows(output, expected);
      expectRows(state.h, expected);
      const gates = ['resetGate', 'updateGate', 'candidate'];
      expect(Object.keys(trace!)).toEqual([...gates, 'hidden', ...gates.map((gate) => `${gate}Preactivation`)]);
    },
  );
});

describe('the first values', () => {
  it('are uniform in 1 / sqrt(hiddenSize) either way, as torch starts them', () => {
    const cell = new LSTMCell({ inputSize: 50, hiddenSize: 25, generator: new RandomGenerator(1) });
    const values = [cell.weightIh, cell.weightHh, cell.biasIh!, cell.biasHh!].flatMap((weight) => [
      ...weight.dataSync(),
    ]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    expect(low).toBeGreaterThanOrEqual(-0.2);
    expect(low).toBeLessThan(-0.199);
    expect(high).toBeLessThanOrEqual(0.2);
    expect(high).toBeGreaterThan(0.199);
    const mean = values.reduce((a, b) => a + b) / values.length;
    expect(Math.abs(mean)).toBeLessThan((4 * 0.2) / Math.sqrt(3 * values.length));
  });

  it('of the state are zeros', () => {
    const { h: hidden, c: cell } = new LSTMCell({ inputSize: 2, hiddenSize: 4, projSize: 3 }).initialState(2);
    expect([hidden.shape, cell.shape]).toEqual([
      [2, 3],
      [2, 4],
    ]);
    expect([...hidden.dataSync(), ...cell.dataSync()].every((value) => value === 0)).toBe(true);
  });
});
