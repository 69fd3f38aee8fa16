import { jsBackend } from '@ostinato/backend-js';
import { RandomGenerator, setBackend } from '@ostinato/tensor';
import { beforeAll, expect, it } from 'vitest';
import { ClockworkCell, IndRNNCell, JordanCell, QRNNCell, RecurrentHighwayCell, SRUCell } from './index.ts';
import { affine, cut, type Row, rowsOf, sigma, stepOnce, units, zip } from './testing/by-hand.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

const sizes = { inputSize: 3, hiddenSize: 4, generator: new RandomGenerator(5) };
const x = [0.5, -1.25, 2];
const h = [0.3, -0.6, 1.1, -0.2];

function expectRow(got: Row | undefined, expected: Row): void {
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, at) => expect(got![at]).toBeCloseTo(value, 12));
}

it('JordanCell sees its last output (Jordan 1986)', () => {
  const cell = new JordanCell({ ...sizes, outputSize: 2 });
  const hidden = zip(
    (a, b) => Math.tanh(a + b),
    affine(cell.weightIh, x, cell.biasH),
    affine(cell.weightYh, [0.7, -0.1]),
  );
  const y = affine(cell.weightHy, hidden, cell.biasY).map(Math.tanh);
  const got = stepOnce(cell, x, { y: [0.7, -0.1] });
  expectRow(got['y'], y);
  expectRow(got['output'], y);
  expectRow(got['hidden'], hidden);
});

it("IndRNNCell: h' = relu(W x + u h + b) (Li et al. 2018)", () => {
  const cell = new IndRNNCell(sizes);
  const sum = zip((a, u, v) => a + u * v, affine(cell.weightIh, x, cell.bias), rowsOf(cell.weightHh)[0]!, h);
  const got = stepOnce(cell, x, { h });
  expectRow(
    got['h'],
    sum.map((v) => Math.max(0, v)),
  );
  expectRow(got['hiddenPreactivation'], sum);
});

it('RecurrentHighwayCell of three layers, the first of which sees the input (Zilly et al. 2017)', () => {
  const cell = new RecurrentHighwayCell({ ...sizes, depth: 3 });
  cell.bias.forEach((bias, layer) => bias.assign(Float64Array.from({ length: 8 }, (_, i) => 0.1 * i - 0.2 * layer)));
  let s: Row = h;
  for (const layer of [0, 1, 2]) {
    const fromInput = layer === 0 ? affine(cell.weightIh, x) : Array<number>(8).fill(0);
    const [n, t] = cut(
      zip((a, b) => a + b, affine(cell.weightHh[layer], s, cell.bias[layer]), fromInput),
      2,
    ) as [Row, Row];
    s = zip((nn, tt, before) => sigma(tt) * Math.tanh(nn) + (1 - sigma(tt)) * before, n, t, s);
  }
  expectRow(stepOnce(cell, x, { h })['h'], s);
});

it.each([
  ['with a projection of the input', 3],
  ['without, where sizes are equal', 4],
])('SRUCell, %s (Lei et al. 2018)', (_, inputSize) => {
  const cell = new SRUCell({ ...sizes, inputSize });
  const input = [...x, 0.75].slice(0, inputSize);
  const [w, wf, wr, ws = input] = cut(affine(cell.weightIh, input), inputSize === 4 ? 3 : 4) as [Row, Row, Row, Row?];
  const [vf, vr] = cut(rowsOf(cell.weightCh)[0]!, 2) as [Row, Row];
  const [bf, br] = cut(rowsOf(cell.bias!)[0]!, 2) as [Row, Row];
  const gate = (a: Row, v: Row, b: Row) => zip((p, q, r, c) => sigma(p + q * c + r), a, v, b, h);
  const [f, r] = [gate(wf, vf, bf), gate(wr, vr, br)];
  const c = zip((ff, before, candidate) => ff * before + (1 - ff) * candidate, f, h, w);
  const got = stepOnce(cell, input, { c: h });
  expectRow(got['c'], c);
  expectRow(
    got['output'],
    zip((rr, cc, skip) => rr * cc + (1 - rr) * skip, r, c, ws),
  );
});

it('QRNNCell of kernel 3 sees the last three inputs (Bradbury et al. 2017)', () => {
  const cell = new QRNNCell({ ...sizes, inputSize: 2, kernelSize: 3 });
  const [z, f, o] = cut(affine(cell.weightIh, [1, 2, 3, 4, 0.5, -1], cell.bias), 3) as [Row, Row, Row];
  const c = zip((zz, ff, before) => sigma(ff) * before + (1 - sigma(ff)) * Math.tanh(zz), z, f, h);
  const got = stepOnce(cell, [0.5, -1], { c: h, past: [1, 2, 3, 4] });
  expectRow(got['c'], c);
  expectRow(
    got['h'] ?? got['output'],
    zip((oo, cc) => sigma(oo) * cc, o, c),
  );
  expectRow(got['past'], [3, 4, 0.5, -1]);
});

it('ClockworkCell updates modules whose period divides the time; each sees itself and slower ones (Koutnik et al. 2014)', () => {
  const cell = new ClockworkCell({ ...sizes, periods: [1, 3] });
  const [fast, slow] = cell.weightHh.map((weight) => rowsOf(weight)) as [Row[], Row[]];
  const dot = (a: Row, b: Row) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const fromInput = affine(cell.weightIh, x, cell.bias);
  for (const time of [0, 1, 2, 3, 4, 6]) {
    const next = units(4).map((unit) => {
      if (unit < 2) return Math.tanh(fromInput[unit]! + dot(fast[unit]!, h));
      return time % 3 === 0 ? Math.tanh(fromInput[unit]! + dot(slow[unit - 2]!, h.slice(2))) : h[unit]!;
    });
    const got = stepOnce(cell, x, { h, time: [time] });
    expectRow(got['h'], next);
    expectRow(got['time'], [time + 1]);
  }
  expect(() => new ClockworkCell({ ...sizes, periods: [2, 1] })).toThrow('periods[1] must be at least 3, got 1');
  expect(() => new ClockworkCell({ ...sizes, periods: [1, 2, 3, 4, 5] })).toThrow(
    'number of periods must be at least 1 and at most 4',
  );
});
