import { jsBackend } from '@ostinato/backend-js';
import { heldOutput } from '@ostinato/sequence';
import { constantInitializer, initialize } from '@ostinato/nn/initializers';
import {
  mean,
  mul,
  permute,
  scan,
  setBackend,
  square,
  sub,
  sum,
  tensor,
  type Tensor,
  valueAndGrad,
} from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { onnxActivations, OnnxRecurrentCell, type OnnxRecurrentState } from './onnx.ts';
import { RNNCell } from './rnn-cell.ts';

/**
 * Numbers that the authors of TensorFlow.js took from Keras for their own tests (recurrent_test.ts, wrappers_test.ts). Their gates are
 * `0.2 x + 0.5` cut to 0 and 1 unless told otherwise.
 */
beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;
type Kind = 'RNN' | 'GRU' | 'LSTM';

const names = { RNN: ['Tanh'], GRU: ['HardSigmoid', 'Tanh'], LSTM: ['HardSigmoid', 'Tanh', 'Tanh'] };

/** A cell whose weights are all 1, or what `values` says. */
function cellOf(
  kind: Kind,
  inputSize: number,
  hiddenSize: number,
  values = {},
  activations = names[kind],
): OnnxRecurrentCell {
  const attributes = { activations: onnxActivations(activations) };
  const ones = { weight_ih: 1, weight_hh: 1, bias_ih: 1, bias_hh: 0, ...values };
  const cell = new OnnxRecurrentCell({ kind, inputSize, hiddenSize, attributes });
  return initialize(
    cell,
    Object.fromEntries(Object.entries(ones).map(([name, value]) => [name, constantInitializer(value)])),
  );
}

const filled = (value: number, ...shape: number[]) =>
  tensor(new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value), shape);
const run = (cell: OnnxRecurrentCell, x: Floats, options: object = {}, state = cell.initialState(x.shape[0]!)) => {
  const step = (xt: Floats, before: OnnxRecurrentState) => cell.step(xt, before);
  const result = scan(step, state, permute(x, [1, 0, 2]), options);
  return { output: permute(result.outputs, [1, 0, 2]), state: result.state };
};

function expectAll(x: Tensor, value: number, digits = 4): void {
  for (const one of x.dataSync()) expect(Math.abs(one - value)).toBeLessThan(10 ** -digits);
}

it('gru.ones_zero_input', () => {
  const { output } = run(cellOf('GRU', 2, 5), filled(0, 4, 3, 2));
  const steps = [0.22847827, 0.2813754, 0.29444352];
  output.dataSync().forEach((value, at) => expect(value).toBeCloseTo(steps[Math.floor(at / 5) % 3]!, 4));
});

it('simplernn.linear_seq', () => {
  const { output } = run(cellOf('RNN', 2, 5, {}, ['Affine']), filled(1, 4, 2, 2));
  output.dataSync().forEach((value, at) => expect(value).toBe([3, 18][Math.floor(at / 5) % 2]));
});

it.each([
  ['simplernn', (cell) => cell('RNN', { bias_ih: 0 }, ['Affine']), [62, 7812]],
  ['gru', (cell) => cell('GRU', { weight_hh: 0, bias_ih: 0 }, ['HardSigmoid', 'Affine']), [0.542, 0.9371182]],
  ['lstm', (cell) => cell('LSTM', {}), [0.995, 0.99998766]],
] as [
  string,
  (make: (kind: Kind, values: object, activations?: string[]) => OnnxRecurrentCell) => OnnxRecurrentCell,
  number[],
][])('%s.stateful: the state that is carried on', (_, make, calls) => {
  const cell = make((kind, values, activations) => cellOf(kind, 2, 5, values, activations));
  let state: OnnxRecurrentState | undefined;
  for (const expected of calls) {
    ({ state } = run(cell, filled(1, 4, 3, 2), {}, state));
    expectAll(state.h, expected, 3);
  }
});

describe('lstm with masks', () => {
  /** An LSTM behind an embedding of ones, whose forget gate has a bias of 1, over ids of which 0 is masked. */
  const masked = (ids: number[][]) => {
    const cell = cellOf('LSTM', 4, 3, { bias_ih: 0 });
    cell.biasIh!.assign(Float64Array.from({ length: 12 }, (_, at) => (Math.floor(at / 3) === 2 ? 1 : 0)));
    const mask = tensor(ids.map((row) => row.map((id) => id !== 0))) as Tensor as Tensor<'bool'>;
    return { mask, ...run(cell, filled(1, ids.length, ids[0]!.length, 4), { mask }) };
  };
  const ids = [0, 1, 2, 3].map((kept) => [1, 2, 3, 0, 0, 0].map((id) => (id <= kept ? id : 0)));

  it('mask_last and mask_states: an empty row keeps zeros', () => {
    const { state } = masked(ids);
    const [h, c] = [state.h, state.c!].map((value) => [...value.dataSync()].filter((_, at) => at % 3 === 0));
    [0, 0.76131237, 0.9639796, 0.99504817].forEach((value, row) => expect(h![row]).toBeCloseTo(value, 4));
    [0, 0.9993292, 1.9993222, 2.9993203].forEach((value, row) => expect(c![row]).toBeCloseTo(value, 4));
    expect(h![0]).toBe(0);
  });

  it('mask_sequences: masked steps repeat the output before', () => {
    const { output, mask } = masked(ids.map((row) => row.slice(0, 3)));
    const dense = [...sum(heldOutput(output, mask), -1).dataSync()];
    const expected = [
      0, 0, 0, 2.283937, 2.283937, 2.283937, 2.283937, 2.8919387, 2.8919387, 2.283937, 2.8919387, 2.9851446,
    ];
    expected.forEach((value, at) => expect(dense[at]).toBeCloseTo(value, 4));
  });
});

it.each([
  [
    'lstm',
    'LSTM',
    [0.11455188, 0.06545822, 0.8760446, 0.18237013],
    [0.02831176, 0.01934617, 0.00025817, 0.05784169],
    1.4559253,
  ],
  ['gru', 'GRU', [-0.03750037, 0, 1.7500007], [-0.01562513, 0, 2.086183e-7], 1.2187521],
] as const)('%s.bptt: two steps of descent', (_, kind, kernel, recurrent, dense) => {
  const cell = cellOf(kind, 4, 1, { weight_ih: 0, weight_hh: 0, bias_ih: 0 });
  for (const bias of [cell.biasIh!, cell.biasHh!]) bias.trainable = false;
  let head = 1;
  for (let epoch = 0; epoch < 2; epoch++) {
    const scale = tensor([head]);
    const targets = [cell.weightIh, cell.weightHh, scale];
    const { gradients } = valueAndGrad(targets, () => {
      const { h } = run(cell, filled(1, 5, 3, 4)).state;
      return mean(square(sub(mul(h, scale), 1)));
    });
    const [ih, hh, own] = gradients.map((gradient) => gradient!.dataSync());
    cell.weightIh.assign(cell.weightIh.dataSync().map((value, at) => value - ih![at]!));
    cell.weightHh.assign(cell.weightHh.dataSync().map((value, at) => value - hh![at]!));
    head -= own![0]!;
  }
  // Keras has the gates i, f, c, o where ONNX has i, o, f, c.
  const order = kind === 'LSTM' ? [0, 2, 3, 1] : [0, 1, 2];
  order.forEach((gate, at) => {
    expect(cell.weightIh.dataSync()[gate * 4]).toBeCloseTo(kernel[at]!, 4);
    expect(cell.weightHh.dataSync()[gate]).toBeCloseTo(recurrent[at]!, 4);
  });
  expect(head).toBeCloseTo(dense, 4);
});

it('bidi.simplernn_modes: forward and backward', () => {
  const cell = initialize(new RNNCell({ inputSize: 2, hiddenSize: 3, bias: false }), {
    weight: constantInitializer(1),
  });
  const x = tensor([[[0.05, 0.05]], [[-0.05, -0.05]], [[0.1, 0.1]], [[-0.1, -0.1]]]);
  const last = (reverse: boolean) =>
    scan((xt: Floats, state: { h: Floats }) => cell.step(xt, state), cell.initialState(1), x, { reverse }).state.h;
  expectAll(last(false), 0.9440416, 5);
  expectAll(last(true), -0.9842659, 5);
});
