import { wasmBackend } from '@ostinato/backend-wasm';
import { jsBackend } from '@ostinato/backend-js';
import {
  type Backend,
  normal,
  RandomGenerator,
  scan,
  sum,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
  withBackend,
} from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { logSpaceScan } from './log-space-scan.ts';
import { MinGRUCell } from './min-gru-cell.ts';
import { MinLSTMCell } from './min-lstm-cell.ts';
import type { RNNState } from './rnn-cell.ts';

type Floats = Tensor<'float32'>;
const exact = () => jsBackend({ float: 'float64' });

describe('logSpaceScan', () => {
  /** `h_t = a_t h_(t-1) + b_t` of one unit. */
  const run = (a: number[], b: number[], h: number): number[] =>
    withBackend(exact(), () => {
      const column = (values: number[]) => tensor(values.map((value) => [[Math.log(value)]]));
      return [...logSpaceScan(column(a), column(b), tensor([[h]])).dataSync()];
    });

  it.each([
    ['a single step', [0.5], [2], -4],
    ['a negative state', [0.5, 0.25, 1], [1, 3, 0.5], -8],
    ['nothing kept', [0, 0, 0], [1, 2, 3], 5],
    ['nothing written', [0.5, 0.5, 0.5], [0, 0, 0], -1],
  ])('%s', (_, a, b, h) => {
    let state = h;
    const expected = a.map((factor, t) => (state = factor * state + b[t]!));
    run(a, b, h).forEach((value, t) => expect(value).toBeCloseTo(expected[t]!, 12));
  });

  it('does not leave the range of floats over many steps', () => {
    const steps = 3000;
    const values = run(Array<number>(steps).fill(1e-4), Array<number>(steps).fill(2), 1);
    expect(values.at(-1)).toBeCloseTo(2 / (1 - 1e-4), 10);
  });
});

describe.each([
  ['MinGRUCell', MinGRUCell],
  ['MinLSTMCell', MinLSTMCell],
])('%s, all steps at once', (_, Made) => {
  const [steps, batch] = [200, 3];
  /** Outputs and the gradient of the input, by steps or at once. */
  const results = (backend: Backend, scale: number, parallel: boolean): number[][] =>
    withBackend(backend, () =>
      tidy(() => {
        const cell = new Made({ inputSize: 4, hiddenSize: 5, generator: new RandomGenerator(1) });
        const noise = normal([steps, batch, 4], { generator: new RandomGenerator(2) });
        const x = tensor(
          noise.dataSync().map((value) => value * scale),
          noise.shape,
        );
        const init = { h: normal([batch, 5], { generator: new RandomGenerator(3) }) };
        const step = (xt: Floats, state: RNNState) => cell.step(xt, state);
        const { aux, gradients } = valueAndGrad(x, () => {
          const { outputs } = parallel ? cell.parallel(x, init) : scan(step, init, x);
          return [sum(outputs), outputs];
        });
        return [aux, gradients!].map((value) => [...value.dataSync()]);
      }),
    );

  it.each([1, 30])('in float32 on WebAssembly is the steps in float64, inputs of size %d', async (scale) => {
    const right = results(exact(), scale, false);
    results(await wasmBackend({ threads: 1 }), scale, true).forEach((values, which) => {
      const largest = Math.max(1, ...right[which]!.map(Math.abs));
      values.forEach((value, at) => expect(Math.abs(value - right[which]![at]!)).toBeLessThan(2e-5 * largest));
    });
  });
});
