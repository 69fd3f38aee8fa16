import { jsBackend } from '@ostinato/backend-js';
import { parameters } from '@ostinato/nn';
import {
  add,
  concat,
  indexSelect,
  mul,
  normal,
  RandomGenerator,
  setBackend,
  slice,
  sum,
  tensor,
  type Tensor,
  tensorsIn,
  tidy,
  valueAndGrad,
} from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRU, LSTM, RNN, type RecurrentOptions } from './index.ts';

type Floats = Tensor<'float32'>;
type State = Record<string, Floats>;
interface Result {
  readonly output: Floats;
  readonly state: State;
}
interface Layer {
  forward(x: Floats, options: { state?: State; lengths?: readonly number[] }): Result;
}

const sizes = { inputSize: 2, hiddenSize: 3 };
const make = {
  RNN: (options: Partial<RecurrentOptions>) => new RNN({ ...sizes, ...options }) as unknown as Layer,
  LSTM: (options: Partial<RecurrentOptions>) => new LSTM({ ...sizes, ...options }) as unknown as Layer,
  GRU: (options: Partial<RecurrentOptions>) => new GRU({ ...sizes, ...options }) as unknown as Layer,
  'GRU that resets before': (options: Partial<RecurrentOptions>) =>
    new GRU({ ...sizes, ...options, resetAfter: false }) as unknown as Layer,
};

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

const numbers = (seed: number, ...shape: number[]): Floats => normal(shape, { generator: new RandomGenerator(seed) });
const bits = (tree: unknown): string[] =>
  [...tensorsIn(tree)].map((x) => Array.from(x.dataSync(), (value) => (Object.is(value, -0) ? '-0' : value)).join());
const lossOf = (tree: unknown): Floats =>
  [...tensorsIn(tree)]
    .map((x, i) => sum(mul(x as Floats, numbers(70 + i, ...x.shape))))
    .reduce((total, part) => add(total, part));

/** Gradients agree but for the order of their sums. */
function expectClose(got: readonly (Tensor | undefined)[], wanted: readonly (Tensor | undefined)[]): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((right, i) => {
    const [mine, values] = [got[i]!.dataSync(), right!.dataSync()];
    const largest = Math.max(1, ...Array.from(values, Math.abs));
    values.forEach((value, k) => expect(Math.abs(mine[k]! - value)).toBeLessThanOrEqual(1e-12 * largest));
  });
}

/** A batch of sequences: its sizes, its lengths, which the same number twice tells apart, and where it is cut. */
const batches = fc
  .record({ batch: fc.integer({ min: 1, max: 4 }), steps: fc.integer({ min: 1, max: 6 }), seed: fc.nat({ max: 99 }) })
  .chain(({ batch, steps, seed }) =>
    fc.record({
      batch: fc.constant(batch),
      steps: fc.constant(steps),
      seed: fc.constant(seed),
      lengths: fc.option(fc.array(fc.integer({ min: 0, max: steps }), { minLength: batch, maxLength: batch }), {
        nil: undefined,
      }),
      cut: fc.integer({ min: 1, max: steps }),
      order: fc.shuffledSubarray([...Array(batch).keys()], { minLength: batch, maxLength: batch }),
    }),
  );

/** The lengths within a chunk of steps. */
const within = (lengths: readonly number[] | undefined, from: number, to: number) =>
  lengths && { lengths: lengths.map((length) => Math.min(Math.max(length - from, 0), to - from)) };

/** Runs a property; sizes are small, so that each run takes about a millisecond. */
function holds(property: (one: typeof batches extends fc.Arbitrary<infer B> ? B : never) => void): void {
  fc.assert(
    fc.property(batches, (one) => tidy(() => property(one))),
    { numRuns: 25 },
  );
}

describe.each(Object.entries(make))('%s, recorded', (_, makeLayer) => {
  it.each([
    ['one layer', {}],
    ['two layers in both directions', { numLayers: 2, bidirectional: true }],
  ])('is its loop: %s', (_name, options) => {
    const layer = makeLayer(options);
    holds(({ batch, steps, seed, lengths }) => {
      const x = numbers(seed, batch, steps, sizes.inputSize);
      const run = () =>
        valueAndGrad([x, ...parameters(layer)], () => {
          const { output, state } = layer.forward(x, { ...(lengths && { lengths }) });
          return [lossOf([output, state]), { output, state }];
        });
      const [mine, right] = [run(), looped(run)];
      expect(bits(mine.aux)).toEqual(bits(right.aux));
      expectClose(mine.gradients, right.gradients);
    });
  });

  it('in chunks with the state carried on is the whole', () => {
    const layer = makeLayer({});
    holds(({ batch, steps, seed, lengths, cut }) => {
      const x = numbers(seed, batch, steps, sizes.inputSize);
      const whole = layer.forward(x, { ...(lengths && { lengths }) });
      const outputs: Floats[] = [];
      let state: State | undefined;
      for (let from = 0; from < steps; from += cut) {
        const to = Math.min(from + cut, steps);
        const result = layer.forward(slice(x, 1, from, to), { ...within(lengths, from, to), ...(state && { state }) });
        outputs.push(result.output);
        ({ state } = result);
      }
      expect(bits([concat(outputs, 1), state])).toEqual(bits([whole.output, whole.state]));
    });
  });

  it('trained on chunks, with the state carried on and not its gradient, is its loop', () => {
    const layer = makeLayer({});
    holds(({ batch, steps, seed, lengths, cut }) => {
      const x = numbers(seed, batch, steps, sizes.inputSize);
      const train = () => {
        const seen: { aux: Result[]; gradients: (Floats | undefined)[] } = { aux: [], gradients: [] };
        let state: State | undefined;
        for (let from = 0; from < steps; from += cut) {
          const to = Math.min(from + cut, steps);
          const chunk = tidy(() =>
            valueAndGrad(parameters(layer), () => {
              const options = { ...within(lengths, from, to), ...(state && { state }) };
              const result = layer.forward(slice(x, 1, from, to), options);
              return [lossOf(result.output), { output: result.output, state: result.state }];
            }),
          );
          ({ state } = chunk.aux);
          seen.aux.push(chunk.aux);
          seen.gradients.push(...chunk.gradients);
        }
        return seen;
      };
      const [mine, right] = [train(), looped(train)];
      expect(bits(mine.aux)).toEqual(bits(right.aux));
      expectClose(mine.gradients, right.gradients);
    });
  });

  it('of a permuted batch is the permuted result', () => {
    const layer = makeLayer({ bidirectional: true });
    holds(({ batch, steps, seed, lengths, order }) => {
      const x = numbers(seed, batch, steps, sizes.inputSize);
      const index = tensor(Int32Array.from(order), [batch], { dtype: 'int32' }) as Tensor<'int32'>;
      const whole = layer.forward(x, { ...(lengths && { lengths }) });
      const other = layer.forward(indexSelect(x, index), {
        ...(lengths && { lengths: order.map((row) => lengths[row]!) }),
      });
      expect(bits(other.output)).toEqual(bits(indexSelect(whole.output, index)));
      for (const [name, value] of Object.entries(other.state))
        expect(bits(value)).toEqual(bits(indexSelect(whole.state[name]!, index, 1)));
    });
  });
});
