import { jsBackend } from '@ostinato/backend-js';
import { ones, RandomGenerator, setBackend, type Tensor, training, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { Dilated, GRUCell, RecurrentDropout, unroll } from '../index.ts';

beforeEach(() => setBackend(jsBackend()));

type State = { h: Tensor<'float32'>; c: Tensor<'float32'> };

/** `h' = h`, `c' = c`, whatever comes. */
const still = {
  inputSize: 1,
  outputSize: 40,
  initialState: (batch = 1) => ({ h: ones([batch, 40]), c: ones([batch, 40]) }),
  step: (_: Tensor<'float32'>, state: State) => ({ output: state.h, state }),
};
const run = (layer: { forward(x: Tensor<'float32'>): { output: Tensor<'float32'>; state: State } }, seed: number) =>
  training({ generator: new RandomGenerator(seed) }, () => layer.forward(zeros([5, 3, 1])));

describe('RecurrentDropout', () => {
  it('drops the same elements in all steps: what is left grows by 1 / (1 - p) each time', () => {
    const layer = unroll(new RecurrentDropout(still, { p: 0.2 }));
    const { output, state } = run(layer, 1);
    const values = output.dataSync();
    const at = (row: number, step: number, i: number) => values[(row * 3 + step) * 40 + i]!;
    let dropped = 0;
    const rows = new Set<string>();
    for (let row = 0; row < 5; row++) {
      const mask = Array.from({ length: 40 }, (_, i) => at(row, 0, i));
      rows.add(mask.join());
      for (const [i, first] of mask.entries()) {
        expect([0, 1.25]).toContain(first);
        dropped += +(first === 0);
        expect([at(row, 1, i), at(row, 2, i)]).toEqual([first ** 2, first ** 3]);
      }
    }
    expect(rows.size).toBe(5); // each sequence has a mask of its own
    expect(Math.abs(dropped / 200 - 0.2)).toBeLessThan(0.08);
    expect(new Set(state.c.dataSync())).toEqual(new Set([1])); // only h is masked
  });

  it('is drawn anew in each forward and repeats with the seed; outside training it does nothing', () => {
    const layer = unroll(new RecurrentDropout(still, { p: 0.5 }));
    const values = (seed: number) => [...run(layer, seed).output.dataSync()];
    expect(values(3)).toEqual(values(3));
    expect(values(3)).not.toEqual(values(4));
    const twice = training({ generator: new RandomGenerator(3) }, () =>
      [1, 2].map(() =>
        layer
          .forward(zeros([5, 3, 1]))
          .output.dataSync()
          .join(),
      ),
    );
    expect(twice[0]).not.toBe(twice[1]);
    expect(new Set(layer.forward(zeros([5, 3, 1])).output.dataSync())).toEqual(new Set([1]));
  });

  it('masks the parts that are named, also with p 1', () => {
    const layer = unroll(new RecurrentDropout(still, { p: 1, parts: ['c', 'h'] }));
    const { state } = run(layer, 1);
    expect([new Set(state.c.dataSync()), new Set(state.h.dataSync())]).toEqual([new Set([0]), new Set([0])]);
  });

  it('says what is wrong', () => {
    expect(() => new RecurrentDropout(still, { p: 2 })).toThrow('p must be');
    expect(() => new RecurrentDropout(still, { p: 0.5, parts: [] })).toThrow('parts must be an array of names');
    expect(() => run(unroll(new RecurrentDropout(still, { p: 0.5, parts: ['z'] })), 1)).toThrow(
      'no part "z", only h, c',
    );
    const dilated = new Dilated(new GRUCell({ inputSize: 1, hiddenSize: 2 }), { dilation: 2 });
    expect(() => new RecurrentDropout(dilated, { p: 0.5 })).toThrow('new Dilated(new RecurrentDropout(...))');
  });
});
