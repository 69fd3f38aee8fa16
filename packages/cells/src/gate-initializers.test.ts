import { jsBackend } from '@ostinato/backend-js';
import { stateDict } from '@ostinato/nn';
import { constantInitializer, initialize, orthogonalInitializer } from '@ostinato/nn/initializers';
import { matmul, RandomGenerator, setBackend, tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRU, LSTM, RNN, RNNCell } from './index.ts';
import { chronoInitializer, forgetBiasInitializer, gatesInitializer, irnnInitializers } from './initializers.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

const generator = () => new RandomGenerator(3);

describe('gatesInitializer', () => {
  it('draws a block of rows for each gate', () => {
    const [a, b] = [constantInitializer(1), constantInitializer(2)];
    expect([...gatesInitializer([a, b, a])([3, 2]).draw()]).toEqual([1, 1, 2, 2, 1, 1]);
    expect(() => gatesInitializer([a, b])([3, 2])).toThrow('[3,2] cannot be shared out to 2 gates');
    expect(() => gatesInitializer([])).toThrow('an array with an initializer for each gate');
  });

  it('makes each gate orthogonal, which one over all gates does not', () => {
    const size = 5;
    const isIdentity = (values: Float32Array, rows: number) => {
      const block = tensor(values, [rows, size]);
      const product = matmul(block, block, { transposeA: true }).dataSync();
      return product.every((value, at) => Math.abs(value - (at % (size + 1) === 0 ? 1 : 0)) < 1e-6);
    };
    const fused = orthogonalInitializer()([4 * size, size], generator()).draw();
    const each = gatesInitializer(Array(4).fill(orthogonalInitializer()))([4 * size, size], generator()).draw();
    const blocks = (values: Float32Array) => [0, 1, 2, 3].map((g) => values.slice(g * size ** 2, (g + 1) * size ** 2));
    expect(isIdentity(fused, 4 * size)).toBe(true);
    expect(blocks(fused).some((block) => isIdentity(block, size))).toBe(false);
    expect(blocks(each).every((block) => isIdentity(block, size))).toBe(true);
  });
});

describe('biases', () => {
  it('forgetBiasInitializer lets an LSTM remember', () => {
    expect([...forgetBiasInitializer()([8]).draw()]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect([...forgetBiasInitializer(3)([4]).draw()]).toEqual([0, 3, 0, 0]);
  });

  it('chronoInitializer: f = log u and i = -log u for u from 1 to maxSteps - 1', () => {
    const size = 4000;
    const bias = chronoInitializer(100)([4 * size], generator()).draw();
    const part = (gate: number) => [...bias.slice(gate * size, (gate + 1) * size)];
    const [i, f, g, o] = [part(0), part(1), part(2), part(3)];
    expect([...g, ...o].every((value) => value === 0)).toBe(true);
    expect(i.map((value) => -value)).toEqual(f);
    const scales = f.map(Math.exp);
    expect(Math.min(...scales)).toBeGreaterThanOrEqual(0.9999);
    expect(Math.max(...scales)).toBeLessThan(99.001);
    const mean = scales.reduce((a, b) => a + b) / size;
    expect(Math.abs(mean - 50)).toBeLessThan((4 * 98) / Math.sqrt(12 * size)); // uniform from 1 to 99
  });

  it('chronoInitializer of a GRU: z, which keeps, is log u', () => {
    const bias = [...chronoInitializer(10, 'GRU')([6], generator()).draw()];
    expect([bias[0], bias[1], bias[4], bias[5]]).toEqual([0, 0, 0, 0]);
    expect(bias.slice(2, 4).every((value) => value > 0 && value < Math.log(9))).toBe(true);
    expect(() => chronoInitializer(10, 'GRU')([8])).toThrow('expected a bias [3 x hiddenSize], got [8]');
    expect(() => chronoInitializer(2)).toThrow('maxSteps must be at least 3');
  });

  it('a layer that starts with them keeps its state about as long as they say', () => {
    const memory = { bias_ih: chronoInitializer(200, 'GRU'), bias_hh: constantInitializer(0) };
    const gru = initialize(new GRU({ inputSize: 1, hiddenSize: 8 }), { ...memory, weight: constantInitializer(0) });
    const { state } = gru.forward(tensor([[[0]]]), { state: { h: tensor([[Array<number>(8).fill(1)]]) } });
    const scales = gru['biasIhL0']!.dataSync().slice(8, 16).map(Math.exp);
    // z = sigmoid(log u) = u / (u + 1), and what is kept of h is z
    [...state.h.dataSync()].forEach((kept, unit) => expect(kept).toBeCloseTo(scales[unit]! / (scales[unit]! + 1), 6));
  });
});

describe('IRNN', () => {
  it('is a relu network that starts as the identity (Le, Jaitly and Hinton 2015)', () => {
    const cell = initialize(new RNNCell({ inputSize: 2, hiddenSize: 3, nonlinearity: 'relu' }), irnnInitializers());
    const state = { h: tensor([[0.5, 2, 0]]) };
    expect([...cell.step(tensor([[0, 0]]), state).output.dataSync()]).toEqual([0.5, 2, 0]);
    expect(cell.weightIh.dataSync().every((weight) => Math.abs(weight) < 0.005)).toBe(true);
  });

  it('works for layers', () => {
    const rnn = initialize(new RNN({ inputSize: 2, hiddenSize: 2, numLayers: 2 }), irnnInitializers(0.1));
    expect([...stateDict(rnn).get('weight_hh_l1')!.dataSync()].map((v) => v.toFixed(1))).toEqual([
      '0.1',
      '0.0',
      '0.0',
      '0.1',
    ]);
    expect([...stateDict(rnn).get('bias_hh_l0')!.dataSync()]).toEqual([0, 0]);
  });
});

it('a layer that is loaded draws nothing, however it was to start', () => {
  let drawn = 0;
  const counted = (shape: readonly number[]) => ({
    shape,
    draw: () => {
      drawn++;
      return new Float32Array(shape.reduce((a, b) => a * b, 1));
    },
  });
  const lstm = initialize(new LSTM({ inputSize: 2, hiddenSize: 3, bidirectional: true }), {
    weight: counted,
    bias: gatesInitializer([counted, counted, counted, counted]),
  });
  for (const box of stateDict(lstm).values()) box.assign(new Float32Array(box.size).fill(0.5));
  expect([lstm['weightHhL0Reverse']!.dataSync()[0], drawn]).toEqual([0.5, 0]);
});
