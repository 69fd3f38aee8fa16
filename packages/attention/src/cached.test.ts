import { jsBackend } from '@ostinato/backend-js';
import { Embedding } from '@ostinato/nn';
import { concat, normal, RandomGenerator, setBackend, slice, type Tensor, tensor, tidy } from '@ostinato/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  AddPositions,
  alibi,
  causal,
  GroupedQueryAttention,
  type HeadPositions,
  type InputPositions,
  relativeBias,
  RelativePositions,
  RotaryPositions,
  SinusoidalPositions,
  type StackState,
  TransformerEncoder,
} from './index.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;

const [features, heads, batch] = [8, 4, 3];

/** Every way to tell steps apart: added to the input, or known to the heads. */
const schemes: Readonly<Record<string, () => { input?: InputPositions; head?: HeadPositions }>> = {
  none: () => ({}),
  sinusoidal: () => ({ input: new SinusoidalPositions({ features }) }),
  learned: () => ({ input: new Embedding({ numEmbeddings: 16, embeddingDim: features, generator: draws(3) }) }),
  'relative (Shaw)': () => ({ head: new RelativePositions({ features: 2, maxDistance: 3, generator: draws(4) }) }),
  'relative (T5)': () => ({
    head: {
      mask: relativeBias(normal([8, heads], { generator: draws(5) }), { maxDistance: 10, bidirectional: false }),
    },
  }),
  rotary: () => ({ head: new RotaryPositions({ features: 2 }) }),
  'rotary, interleaved': () => ({ head: new RotaryPositions({ features: 2, interleaved: true, base: 100 }) }),
  alibi: () => ({ head: { mask: alibi(heads) } }),
};

const draws = (seed: number) => new RandomGenerator(seed);

/** Two causal layers of grouped queries, after the positions that are added. */
function model({ input, head }: { input?: InputPositions; head?: HeadPositions }): TransformerEncoder {
  const layer = (seed: number) =>
    new GroupedQueryAttention({
      ...{ embedDim: features, numHeads: heads, numGroups: 2, mask: causal(), generator: draws(seed) },
      ...(head && { positions: head }),
    });
  return new TransformerEncoder({
    layers: [...(input ? [new AddPositions({ positions: input, features })] : []), layer(1), layer(2)],
  });
}

/** The output for steps in chunks, the state carried from one to the next. */
function inChunks(layer: TransformerEncoder, x: Floats, keep: Tensor<'bool'>, cuts: readonly number[]): Floats {
  let state: StackState | undefined;
  const parts = [0, ...cuts].map((from, i) => {
    const to = cuts[i] ?? x.shape[1]!;
    const options = { mask: slice(keep, 1, from, to), ...(state && { state }) };
    const result = layer.forward(slice(x, 1, from, to), options);
    state = result.state;
    return result.output;
  });
  return concat(parts, 1);
}

const steps = 7;
const sides = {
  left: (length: number) => (at: number) => at >= steps - length,
  right: (length: number) => (at: number) => at < length,
  between: () => (at: number) => at % 3 !== 1,
};

function maskOf(side: keyof typeof sides, lengths: readonly number[]): Tensor<'bool'> {
  return tensor(
    lengths.map((length) => Array.from({ length: steps }, (_, at) => sides[side](length)(at))),
    { dtype: 'bool' },
  );
}

const near = (got: Floats, wanted: Floats): void => {
  const right = wanted.dataSync();
  got.dataSync().forEach((value, i) => expect(value).toBeCloseTo(right[i]!, 9));
};

/** Where chunks end, and how long the sequences are. */
const situation = fc.record({
  side: fc.constantFrom('left', 'right', 'between'),
  lengths: fc.tuple(fc.integer({ min: 0, max: steps }), fc.integer({ min: 1, max: steps }), fc.constant(steps)),
  cuts: fc
    .uniqueArray(fc.integer({ min: 1, max: steps - 1 }), { maxLength: 3 })
    .map((all) => all.sort((a, b) => a - b)),
  seed: fc.nat({ max: 1000 }),
});

describe.each(Object.keys(schemes))('with positions: %s', (name) => {
  it('steps in chunks give what they give as a whole, wherever padding is', () => {
    const layer = model(schemes[name]!());
    fc.assert(
      fc.property(situation, ({ side, lengths, cuts, seed }) =>
        tidy(() => {
          const x = normal([batch, steps, features], { generator: draws(seed) });
          const mask = maskOf(side as keyof typeof sides, lengths);
          near(inChunks(layer, x, mask, cuts), layer.forward(x, { mask }).output);
        }),
      ),
      { numRuns: 12 },
    );
  });

  it('padding changes nothing, on either side or between', () => {
    const layer = model(schemes[name]!());
    tidy(() => {
      const x = normal([1, steps, features], { generator: draws(9) });
      const alone = layer.forward(x).output;
      for (const places of [
        [0, 1, 2, 3, 4, 5, 6],
        [3, 4, 5, 6, 7, 8, 9],
        [0, 2, 3, 5, 6, 8, 9],
      ]) {
        const garbage = normal([1, 1, features], { generator: draws(10) });
        const at = (step: number) => places.indexOf(step);
        const parts = Array.from({ length: 10 }, (_, i) => (at(i) < 0 ? garbage : slice(x, 1, at(i), at(i) + 1)));
        const mask = tensor([Array.from({ length: 10 }, (_, i) => at(i) >= 0)], { dtype: 'bool' });
        const { output } = layer.forward(concat(parts, 1), { mask });
        near(
          concat(
            places.map((step) => slice(output, 1, step, step + 1)),
            1,
          ),
          alone,
        );
        for (let i = 0; i < 10; i++)
          if (at(i) < 0)
            expect(
              slice(output, 1, i, i + 1)
                .dataSync()
                .every((value) => value === 0),
            ).toBe(true);
      }
    });
  });

  it('a permuted batch gives a permuted result', () => {
    const layer = model(schemes[name]!());
    tidy(() => {
      const x = normal([batch, steps, features], { generator: draws(11) });
      const mask = maskOf('left', [2, 7, 5]);
      const { output } = layer.forward(x, { mask });
      const turn = <T extends Tensor>(t: T): T => concat([slice(t, 0, 2, 3), slice(t, 0, 0, 2)] as Tensor[], 0) as T;
      near(layer.forward(turn(x), { mask: turn(mask) }).output, turn(output));
    });
  });
});
