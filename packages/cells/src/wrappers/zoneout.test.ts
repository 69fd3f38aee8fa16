import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError } from '@ostinato/base';
import {
  full,
  mul,
  ones,
  RandomGenerator,
  setBackend,
  sum,
  type Tensor,
  tensor,
  training,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { cellLaws } from '../testing.ts';
import { ClockworkCell, Dilated, LSTMCell, RNNCell, unroll, Zoneout, type ZoneoutOptions } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

/** `h' = x`, and `c' = 2 x`. */
const copying = (size: number) => ({
  inputSize: size,
  outputSize: size,
  initialState: (batch?: number) => ({ h: zeros([batch ?? 1, size]), c: zeros([batch ?? 1, size]) }),
  step: (x: Tensor<'float32'>) => ({ output: x, state: { h: x, c: mul(x, 2) } }),
});

describe('Zoneout', () => {
  it('mixes the old state with the new one outside training; the output is the state', () => {
    const cell = new Zoneout(copying(2), { rate: 0.25 });
    const state = { h: tensor([[1, 2]]), c: tensor([[8, 4]]) };
    const result = cell.step(tensor([[5, 10]]), state);
    expect([...result.state.h.dataSync()]).toEqual([0.25 * 1 + 0.75 * 5, 0.25 * 2 + 0.75 * 10]);
    expect([...result.state.c.dataSync()]).toEqual([0.25 * 8 + 0.75 * 10, 0.25 * 4 + 0.75 * 20]);
    expect(result.output).toBe(result.state.h);
  });

  it('leaves counters and stored inputs alone, but for parts that are named', () => {
    const clock = new ClockworkCell({ inputSize: 1, hiddenSize: 4 });
    const after = (rate: ZoneoutOptions['rate']) =>
      unroll(new Zoneout(clock, { rate }))
        .forward(ones([1, 16, 1]))
        .state.time.dataSync()[0];
    expect([after(0.5), after({ h: 0.5 }), after({ time: 0.5 })]).toEqual([16, 16, 8]);
  });

  it('traces the state as it is', () => {
    const layer = unroll(new Zoneout(new LSTMCell({ inputSize: 2, hiddenSize: 3 }), { rate: 0.5 }));
    const { state, trace } = layer.forward(ones([1, 1, 2]), { trace: true });
    expect(trace!['cell']!.dataSync()).toEqual(state.c.dataSync());
  });

  it('takes a rate for each part', () => {
    const cell = new Zoneout(copying(1), { rate: { c: 0.5 } });
    const { state } = cell.step(tensor([[6]]), { h: tensor([[1]]), c: tensor([[0]]) });
    expect([state.h.dataSync()[0], state.c.dataSync()[0]]).toEqual([6, 6]);
  });

  it('keeps each element or takes the new one in training, anew at every step', () => {
    const layer = unroll(new Zoneout(copying(50), { rate: 0.3 }));
    const x = mul(ones([40, 2, 50]), tensor([[1], [2]])); // step 0 is 1, step 1 is 2
    const { output } = training({ generator: new RandomGenerator(1) }, () => layer.forward(x));
    const values = output.dataSync();
    const seen: Record<string, number> = {};
    for (let row = 0; row < 40; row++)
      for (let i = 0; i < 50; i++) {
        const pair = `${values[row * 100 + i]} ${values[row * 100 + 50 + i]}`;
        seen[pair] = (seen[pair] ?? 0) + 1 / 2000;
      }
    // kept twice, kept once, taken twice
    const expected = { '0 0': 0.09, '0 2': 0.21, '1 1': 0.21, '1 2': 0.49 };
    expect(Object.keys(seen).sort()).toEqual(Object.keys(expected));
    for (const [pair, share] of Object.entries(expected)) expect(Math.abs(seen[pair]! - share)).toBeLessThan(0.03);
  });

  it('passes the gradient on through what was kept', () => {
    const layer = unroll(new Zoneout(copying(20), { rate: 0.5 }));
    const x = ones([1, 1, 20]);
    const init = { h: full([1, 20], 3), c: full([1, 20], 3) };
    const { gradients, aux } = training({ generator: new RandomGenerator(2) }, () =>
      valueAndGrad([x, init.h], () => {
        const { output } = layer.forward(x, { state: init });
        return [sum(output), output];
      }),
    );
    const kept = Array.from(aux.dataSync(), (value) => (value === 3 ? 1 : 0));
    expect([...gradients[1]!.dataSync()]).toEqual(kept);
    expect([...gradients[0]!.dataSync()]).toEqual(kept.map((one) => 1 - one));
  });

  it('says what is wrong', () => {
    const cell = new RNNCell({ inputSize: 2, hiddenSize: 2 });
    expect(() => new Zoneout(cell, { rate: 1.5 })).toThrow(ArgumentError);
    expect(() => new Zoneout(cell, { rate: { h: -1 } })).toThrow('rate.h must be at least 0');
    expect(() => new Zoneout(new Dilated(cell, { dilation: 2 }), { rate: 0.1 })).toThrow(
      'new Dilated(new Zoneout(...))',
    );
    expect(() => new Zoneout(unroll(cell) as never, { rate: 0.1 })).toThrow('cell must be a cell');
    const other = new Zoneout(cell, { rate: { c: 0.5 } });
    expect(() => other.step(zeros([1, 2]), cell.initialState(1))).toThrow('no part "c", only h');
  });
});

describe('Zoneout of an LSTM', () => {
  const laws = cellLaws(
    (generator) => new Zoneout(new LSTMCell({ inputSize: 2, hiddenSize: 2, generator }), { rate: { h: 0.05, c: 0.5 } }),
    { backend: (float) => jsBackend({ float }) },
  );
  it.each(laws.map(({ name, check }) => [name, check] as const))('%s', (_name, check) => check());
});
