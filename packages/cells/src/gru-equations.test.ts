import { jsBackend } from '@ostinato/backend-js';
import { RandomGenerator, setBackend } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { LayerNormGRUCell, MGUCell, MinGRUCell, MinLSTMCell } from './index.ts';
import { affine, cut, type Row, rowsOf, sigma, stepOnce, zip } from './testing/by-hand.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

const sizes = { inputSize: 3, hiddenSize: 4, generator: new RandomGenerator(5) };
const x = [0.5, -1.25, 2];
const h = [0.3, -0.6, 1.1, -0.2];

function expectRow(got: Row | undefined, expected: Row): void {
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, at) => expect(got![at]).toBeCloseTo(value, 12));
}

/** Ba et al. 2016, with a gain. */
function layerNorm(v: Row, gain: Row): Row {
  const mean = v.reduce((a, b) => a + b) / v.length;
  const variance = v.reduce((sum, one) => sum + (one - mean) ** 2, 0) / v.length;
  return zip((one, g) => ((one - mean) / Math.sqrt(variance + 1e-5)) * g, v, gain);
}

it('MGUCell: one gate forgets and updates (Zhou et al. 2016)', () => {
  const cell = new MGUCell(sizes);
  const [xf, xn] = cut(affine(cell.weightIh, x, cell.bias), 2) as [Row, Row];
  const f = zip((a, b) => sigma(a + b), xf, affine(cell.weightHh, h).slice(0, 4));
  const forgotten = zip((a, b) => a * b, f, h);
  const n = zip((a, b) => Math.tanh(a + b), xn, affine(cell.weightHh, forgotten).slice(4));
  expectRow(
    stepOnce(cell, x, { h })['h'],
    zip((ff, nn, before) => (1 - ff) * before + ff * nn, f, n, h),
  );
});

it('LayerNormGRUCell normalizes gates and candidate by themselves (Ba, Kiros and Hinton 2016)', () => {
  const cell = new LayerNormGRUCell(sizes);
  const norms = [cell.normIh, cell.normHh, cell.normIn, cell.normHn];
  norms.forEach(({ weight }, at) =>
    weight!.assign(Float64Array.from(weight!.dataSync(), (_, i) => 0.5 + 0.25 * i - 0.1 * at)),
  );
  const [ih, hh, inn, hn] = norms.map(({ weight }) => rowsOf(weight!)[0]!) as [Row, Row, Row, Row];
  const [wx, uh, b] = [affine(cell.weightIh, x), affine(cell.weightHh, h), rowsOf(cell.bias!)[0]!];
  const sums = zip((p, q, r) => p + q + r, layerNorm(wx.slice(0, 8), ih), layerNorm(uh.slice(0, 8), hh), b.slice(0, 8));
  const [r, z] = cut(sums.map(sigma), 2) as [Row, Row];
  const n = zip(
    (p, q, rr, bb) => Math.tanh(p + rr * q + bb),
    layerNorm(wx.slice(8), inn),
    layerNorm(uh.slice(8), hn),
    r,
    b.slice(8),
  );
  const got = stepOnce(cell, x, { h });
  expectRow(
    got['h'],
    zip((zz, nn, before) => (1 - zz) * nn + zz * before, z, n, h),
  );
  expectRow(got['resetGate'], r);
});

/** What Feng et al. 2024 keep candidates above 0 with. */
const g = (v: number) => (v >= 0 ? v + 0.5 : sigma(v));

describe('gates that see the input only (Feng et al. 2024)', () => {
  it('MinGRUCell', () => {
    const cell = new MinGRUCell(sizes);
    const [z, n] = cut(affine(cell.weightIh, x, cell.bias), 2) as [Row, Row];
    const next = zip((zz, nn, before) => (1 - sigma(zz)) * before + sigma(zz) * g(nn), z, n, h);
    expectRow(stepOnce(cell, x, { h })['h'], next);
  });

  it('MinLSTMCell, gates of which add up to 1', () => {
    const cell = new MinLSTMCell(sizes);
    const [f, i, n] = cut(affine(cell.weightIh, x, cell.bias), 3) as [Row, Row, Row];
    const next = zip(
      (ff, ii, nn, before) => (sigma(ff) * before + sigma(ii) * g(nn)) / (sigma(ff) + sigma(ii)),
      f,
      i,
      n,
      h,
    );
    expectRow(stepOnce(cell, x, { h })['h'], next);
  });
});
