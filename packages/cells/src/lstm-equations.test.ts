import { jsBackend } from '@ostinato/backend-js';
import { RandomGenerator, setBackend, tensor, training } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  BatchNormLSTMCell,
  ConvLSTMCell,
  CoupledLSTMCell,
  LayerNormLSTMCell,
  PeepholeLSTMCell,
  PhasedLSTMCell,
} from './index.ts';
import { affine, cut, type Row, rowsOf, sigma, stepOnce, units, zip } from './testing/by-hand.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

const sizes = { inputSize: 3, hiddenSize: 2, generator: new RandomGenerator(5) };
const x = [0.5, -1.25, 2];
const [h, c] = [
  [0.3, -0.6],
  [1.2, -0.4],
] as const;
const { tanh } = Math;
const plus = (...rows: readonly Row[]) =>
  zip((...values) => values.reduce((a, b) => a + b), ...(rows as [Row, ...Row[]]));

function expectRow(got: Row | undefined, expected: Row): void {
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, at) => expect(got![at]).toBeCloseTo(value, 12));
}

/** `(v - mean) / sqrt(variance + 1e-5) gain + offset`. */
function normalize(v: Row, mean: Row, variance: Row, gain: Row, offset?: Row): Row {
  return zip(
    (a, m, s, g, o = 0) => ((a - m) / Math.sqrt(s + 1e-5)) * g + o,
    v,
    mean,
    variance,
    gain,
    ...(offset ? [offset] : []),
  );
}

it('PeepholeLSTMCell: gates see the cell state, o the new one (Gers, Schraudolph and Schmidhuber 2002)', () => {
  const cell = new PeepholeLSTMCell(sizes);
  const [i, f, g, o] = cut(plus(affine(cell.weightIh, x, cell.bias), affine(cell.weightHh, h)), 4) as [
    Row,
    Row,
    Row,
    Row,
  ];
  const [pi, pf, po] = cut(rowsOf(cell.weightPeephole)[0]!, 3) as [Row, Row, Row];
  const gate = (sum: Row, p: Row, seen: Row) => zip((a, b, s) => sigma(a + b * s), sum, p, seen);
  const next = zip((ff, before, ii, gg) => ff * before + ii * tanh(gg), gate(f, pf, c), c, gate(i, pi, c), g);
  const got = stepOnce(cell, x, { h, c });
  expectRow(got['c'], next);
  expectRow(
    got['h'],
    zip((oo, cc) => oo * tanh(cc), gate(o, po, next), next),
  );
});

it('CoupledLSTMCell: the input gate is what the forget gate leaves (Greff et al. 2015)', () => {
  const cell = new CoupledLSTMCell(sizes);
  const [f, g, o] = cut(plus(affine(cell.weightIh, x, cell.bias), affine(cell.weightHh, h)), 3) as [Row, Row, Row];
  const next = zip((ff, before, gg) => sigma(ff) * before + (1 - sigma(ff)) * tanh(gg), f, c, g);
  const got = stepOnce(cell, x, { h, c });
  expectRow(got['c'], next);
  expectRow(
    got['h'],
    zip((oo, cc) => sigma(oo) * tanh(cc), o, next),
  );
});

it('LayerNormLSTMCell (Ba, Kiros and Hinton 2016)', () => {
  const cell = new LayerNormLSTMCell(sizes);
  const vary = (at: number) => Float64Array.from({ length: at }, (_, i) => 0.6 + 0.2 * i);
  for (const box of [cell.normIh.weight!, cell.normHh.weight!, cell.normC.weight!, cell.normC.bias!])
    box.assign(vary(box.size));
  const layerNorm = (v: Row, gain: Row, offset?: Row) => {
    const mean = v.reduce((a, b) => a + b) / v.length;
    const variance = v.reduce((sum, one) => sum + (one - mean) ** 2, 0) / v.length;
    return normalize(
      v,
      v.map(() => mean),
      v.map(() => variance),
      gain,
      offset,
    );
  };
  const row = (box: Parameters<typeof rowsOf>[0] | undefined) => rowsOf(box!)[0]!;
  const fromInput = layerNorm(affine(cell.weightIh, x), row(cell.normIh.weight));
  const fromHidden = layerNorm(affine(cell.weightHh, h), row(cell.normHh.weight));
  const [i, f, g, o] = cut(plus(fromInput, fromHidden, row(cell.bias)), 4) as [Row, Row, Row, Row];
  const next = zip((ff, before, ii, gg) => sigma(ff) * before + sigma(ii) * tanh(gg), f, c, i, g);
  const seen = layerNorm(next, row(cell.normC.weight), row(cell.normC.bias));
  const got = stepOnce(cell, x, { h, c });
  expectRow(got['c'], next);
  expectRow(
    got['h'],
    zip((oo, s) => sigma(oo) * tanh(s), o, seen),
  );
});

describe('BatchNormLSTMCell (Cooijmans et al. 2016)', () => {
  const batch = [
    [0.5, -1.25, 2],
    [1.5, 0.25, -0.75],
    [-1, 0.5, 0.25],
  ];
  /** A step of a batch from zeros, normalized by what `statistics` says of a value's columns. */
  const step = (
    cell: BatchNormLSTMCell,
    statistics: (name: 'normIh' | 'normHh' | 'normC', rows: Row[]) => [Row, Row],
  ) => {
    const norm = (name: 'normIh' | 'normHh' | 'normC', rows: Row[]) => {
      const [mean, variance] = statistics(name, rows);
      return rows.map((row) => normalize(row, mean, variance, rowsOf(cell[name].weight)[0]!));
    };
    const fromInput = norm(
      'normIh',
      batch.map((row) => affine(cell.weightIh, row)),
    );
    const fromHidden = norm(
      'normHh',
      batch.map(() => affine(cell.weightHh, [0, 0])),
    );
    const gates = fromInput.map(
      (row, b) => cut(plus(row, fromHidden[b]!, rowsOf(cell.bias!)[0]!), 4) as [Row, Row, Row, Row],
    );
    const next = gates.map(([i, , g]) => zip((ii, gg) => sigma(ii) * tanh(gg), i, g));
    const seen = norm('normC', next);
    return gates.map(([, , , o], b) =>
      zip((oo, s, offset) => sigma(oo) * tanh(s + offset), o, seen[b]!, rowsOf(cell.biasC)[0]!),
    );
  };
  const momentsOf = (rows: Row[], correction: number): [Row, Row] => {
    const mean = rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length);
    const variance = mean.map(
      (m, at) => rows.reduce((sum, row) => sum + (row[at]! - m) ** 2, 0) / (rows.length - correction),
    );
    return [mean, variance];
  };

  it('in training normalizes by the batch', () => {
    const cell = new BatchNormLSTMCell(sizes);
    cell.biasC.assign(Float64Array.of(0.2, -0.1));
    const { output } = training({}, () => cell.step(tensor(batch), cell.initialState(3)));
    step(cell, (_, rows) => momentsOf(rows, 0)).forEach((row, b) => expectRow(rowsOf(output)[b], row));
    expect(() => training({}, () => cell.step(tensor([x]), cell.initialState(1)))).toThrow('at least 2 sequences');
  });

  it('outside normalizes by what calibrate saw, step by step', () => {
    const cell = new BatchNormLSTMCell({ ...sizes, maxSteps: 3 });
    cell.calibrate([tensor([batch, batch])]);
    const { output } = cell.step(tensor(batch), cell.initialState(3));
    const seen: Record<string, [Row, Row]> = {};
    step(cell, (name, rows) => {
      seen[name] = momentsOf(rows, 1);
      return momentsOf(rows, 0);
    });
    step(cell, (name) => seen[name]!).forEach((row, b) => expectRow(rowsOf(output)[b], row));
    const [first, second, third] = rowsOf(cell.normHh.runningVar) as [Row, Row, Row];
    expectRow(first, Array<number>(8).fill(0)); // the state before the first step is the same for all
    expect(second.every((value) => value > 0)).toBe(true);
    expectRow(third, second); // a step that was never seen is like the last one that was
    expect(() => cell.calibrate([tensor([[[1, 2]]])])).toThrow('expected batches [steps, batch, 3]');
  });
});

describe('PhasedLSTMCell (Neil, Pfeiffer and Liu 2016)', () => {
  it.each([
    ['opening', 0.2, (2 * 0.2) / 0.5],
    ['closing', 0.4, 2 - (2 * 0.4) / 0.5],
    ['closed', 0.75, 0.1 * 0.75],
  ])('%s', (_, phase, k) => {
    const cell = new PhasedLSTMCell({ ...sizes, inputSize: 4, timed: true, leak: 0.1 });
    cell.logPeriod.assign(Float64Array.of(Math.log(10), Math.log(10)));
    cell.shift.assign(Float64Array.of(0.25, 0.25));
    cell.open.assign(Float64Array.of(0.5, 0.5));
    const inside = stepOnce(cell.lstm, x, { h, c });
    const got = stepOnce(cell, [...x, 10 * (3 + 0.25 + phase)], { h, c });
    expectRow(got['timeGate'], [k, k]);
    for (const [name, before] of Object.entries({ h, c }))
      expectRow(
        got[name],
        zip((a, b) => k * a + (1 - k) * b, inside[name]!, before),
      );
  });

  it('counts steps where inputs have no time', () => {
    const got = stepOnce(new PhasedLSTMCell(sizes), x, { h, c, time: [7] });
    expect(got['time']).toEqual([8]);
  });
});

it('ConvLSTMCell is an LSTM whose products are convolutions (Shi et al. 2015)', () => {
  const [height, width, inputs, channels] = [2, 3, 1, 2];
  const cell = new ConvLSTMCell({ inputChannels: inputs, hiddenChannels: channels, size: [height, width] });
  const frame = units(6).map((at) => 0.3 * at - 0.5);
  const [hidden, memory] = [units(12).map((at) => Math.sin(at)), units(12).map((at) => Math.cos(2 * at))];
  /** The convolution of a frame at a place, for one output channel; zeros lie around the frame. */
  const convolve = (
    weight: Float64Array | Float32Array,
    v: Row,
    depth: number,
    gate: number,
    row: number,
    column: number,
  ) => {
    let sum = 0;
    for (const channel of units(depth))
      for (const dr of units(3))
        for (const dc of units(3)) {
          const [r, k] = [row + dr - 1, column + dc - 1];
          if (r < 0 || r >= height || k < 0 || k >= width) continue;
          sum += weight[((gate * depth + channel) * 3 + dr) * 3 + dc]! * v[(r * width + k) * depth + channel]!;
        }
    return sum;
  };
  const [wi, wh, b] = [cell.weightIh, cell.weightHh, cell.bias!].map((box) => box.dataSync()) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const next = units(12).map((at) => {
    const [row, column, channel] = [
      Math.floor(at / channels / width),
      Math.floor(at / channels) % width,
      at % channels,
    ];
    const [i, f, g, o] = units(4).map((gate) => {
      const out = gate * channels + channel;
      return convolve(wi, frame, inputs, out, row, column) + convolve(wh, hidden, channels, out, row, column) + b[out]!;
    }) as [number, number, number, number];
    const cc = sigma(f) * memory[at]! + sigma(i) * tanh(g);
    return { c: cc, h: sigma(o) * tanh(cc) };
  });
  const got = stepOnce(cell, frame, { h: hidden, c: memory });
  expectRow(
    got['c'],
    next.map((one) => one.c),
  );
  expectRow(
    got['h'] ?? got['output'],
    next.map((one) => one.h),
  );
});

it('ConvLSTMCell takes no frame of another size for several', () => {
  const cell = new ConvLSTMCell({ inputChannels: 1, hiddenChannels: 2, size: [2, 3] });
  expect(() => cell.step(tensor([units(12)]), cell.initialState(1))).toThrow('[1,12]');
  expect(() => cell.step(tensor(units(12)), cell.initialState())).toThrow('[12]');
});
