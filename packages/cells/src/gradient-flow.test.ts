import { jsBackend } from '@ostinato/backend-js';
import { constantInitializer, identityInitializer, initialize } from '@ostinato/nn/initializers';
import { add, mul, normal, RandomGenerator, setBackend, sum, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { gradientFlow, GRUCell, IndRNNCell, LSTMCell, RNNCell } from './index.ts';
import { chronoInitializer, irnnInitializers } from './initializers.ts';

let backend = jsBackend({ float: 'float64' });
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

const zero = constantInitializer(0);
const noise = (steps: number, inputSize = 2) => normal([3, steps, inputSize], { generator: new RandomGenerator(2) });

/** `h' = w h + x` for positive values: the gradient of the state `lag` steps before the last is `w ** (lag + 1)`. */
const linear = (w: number) =>
  initialize(new IndRNNCell({ inputSize: 1, hiddenSize: 1 }), {
    weight_ih: constantInitializer(1),
    weight_hh: constantInitializer(w),
    bias: zero,
  });

describe('gradientFlow', () => {
  it.each([
    [0.5, 'vanishing'],
    [1, 'healthy'],
    [2, 'exploding'],
  ])('of h_t = %d h_(t-1) + x is its powers: %s', (w, verdict) => {
    const steps = 20;
    const input = tensor(new Float64Array(2 * steps).fill(1), [2, steps, 1]);
    const flow = gradientFlow(linear(w), input);
    expect(flow.state).toHaveLength(steps);
    flow.state.forEach((norm, lag) => expect(norm / (Math.SQRT2 * w ** (lag + 1))).toBeCloseTo(1, 12)); // two rows
    flow.traced['hidden']!.forEach((norm, lag) => expect(norm / (Math.SQRT2 * w ** lag)).toBeCloseTo(1, 12));
    expect(flow.verdict).toBe(verdict);
    expect(flow.rate).toBeCloseTo(w, 12);
    expect(flow.evidence).toContain(`each step multiplies it by ${w.toPrecision(3)}`);
  });

  it('tells the rate of what arrives, where nothing does at the end', () => {
    const flow = gradientFlow(linear(2 ** -60), tensor(new Float64Array(40).fill(1), [1, 40, 1]));
    expect([flow.state.at(-1), flow.verdict]).toEqual([0, 'vanishing']);
    expect(flow.rate * 2 ** 60).toBeCloseTo(1, 12);
    const none = gradientFlow(linear(0), tensor(new Float64Array(3).fill(1), [1, 3, 1]));
    expect([none.rate, none.verdict]).toEqual([0, 'none']);
    const early = gradientFlow(linear(2), tensor(new Float64Array(8).fill(1), [1, 8, 1]), {
      loss: (out) => sum(out[5]!),
    });
    expect([early.verdict, early.state[1], early.state[2]]).toEqual(['healthy', 0, 2]);
    expect(early.rate).toBeCloseTo(2, 12);
    expect(early.evidence).toContain('before step 6 of 8');
    const unrelated = gradientFlow(linear(2), noise(4, 1), { loss: () => tensor(1) });
    expect([unrelated.verdict, unrelated.rate]).toEqual(['none', 0]);
  });

  it('equals finite differences for each part of the state of an LSTM', () => {
    const [cell, input] = [new LSTMCell({ inputSize: 2, hiddenSize: 3, generator: new RandomGenerator(4) }), noise(4)];
    const { parts } = gradientFlow(cell, input);
    const init = cell.initialState(3);
    const lossWith = (name: 'h' | 'c', at: number, offset: number) => {
      const values = new Float64Array(9).map((_, i) => (i === at ? offset : 0));
      let state = { ...init, [name]: tensor(values, [3, 3]) };
      const rows = input.dataSync();
      for (let t = 0; t < 4; t++) {
        const x = [0, 1, 2].map((b) => [rows[(b * 4 + t) * 2]!, rows[(b * 4 + t) * 2 + 1]!]);
        ({ state } = cell.step(tensor(x), state));
      }
      return sum(state.h).dataSync()[0]!;
    };
    for (const name of ['h', 'c'] as const) {
      const slopes = Array.from(
        { length: 9 },
        (_, at) => (lossWith(name, at, 1e-6) - lossWith(name, at, -1e-6)) / 2e-6,
      );
      expect(parts[name]!.at(-1)).toBeCloseTo(Math.hypot(...slopes), 7);
    }
  });

  it('tells the cures from the disease', () => {
    const sizes = { inputSize: 2, hiddenSize: 16, generator: new RandomGenerator(3) };
    const input = noise(100);
    expect(gradientFlow(new RNNCell(sizes), input).verdict).toBe('vanishing');
    expect(gradientFlow(new GRUCell(sizes), input).verdict).toBe('vanishing');
    const chrono = { bias_ih: chronoInitializer(200), bias_hh: zero };
    expect(gradientFlow(initialize(new LSTMCell(sizes), chrono), input).verdict).toBe('healthy');
    const irnn = initialize(new RNNCell({ ...sizes, nonlinearity: 'relu' }), irnnInitializers());
    const from = { state: { h: add(irnn.initialState(3).h, 1) } };
    expect(gradientFlow(irnn, input, from).verdict).toBe('healthy');
    const large = initialize(new RNNCell({ ...sizes, nonlinearity: 'relu' }), { weight_hh: identityInitializer(1.5) });
    expect(gradientFlow(large, input, from).verdict).toBe('exploding');
  });

  it('takes any loss, names gates, and leaves nothing behind', () => {
    const [cell, input] = [new GRUCell({ inputSize: 2, hiddenSize: 4 }), noise(6)];
    gradientFlow(cell, input);
    const before = backend.memory().storages;
    const all = gradientFlow(cell, input, {
      loss: (outputs) => outputs.map((y) => sum(mul(y, y))).reduce((a, b) => add(a, b)),
    });
    expect(backend.memory().storages).toBe(before);
    expect(Object.keys(all.traced).slice(0, 3)).toEqual(['resetGate', 'updateGate', 'candidate']);
    for (const norms of Object.values(all.traced)) expect(norms.every((norm) => norm > 0)).toBe(true);
  });

  it('refuses what it cannot run', () => {
    const cell = new GRUCell({ inputSize: 2, hiddenSize: 4 });
    expect(() => gradientFlow(cell, noise(6, 3))).toThrow(
      'expected input [batch, steps, 2] of at least 2 steps, got [3,6,3]',
    );
    expect(() => gradientFlow(cell, noise(6), { threshold: 1 })).toThrow('threshold must be greater than 1');
    expect(() => gradientFlow({} as never, noise(6))).toThrow('cell must be a cell');
  });
});
