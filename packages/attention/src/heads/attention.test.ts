import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import {
  type Backend,
  concat,
  mul,
  normal,
  ones,
  RandomGenerator,
  setBackend,
  slice,
  sum,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
  withBackend,
} from '@ostinato/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { and, attention, causal, keepWhere, type Mask, padding, scoreBias, window } from '../index.ts';

type Floats = Tensor<'float32'>;

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

const draw = (seed: number, ...shape: number[]): Floats => normal(shape, { generator: new RandomGenerator(seed) });

const expectNear = (got: Floats, wanted: ArrayLike<number>, digits = 9): void =>
  got.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, digits));

describe('attention', () => {
  it('is softmax(scale q k) v, worked out by hand', () => {
    const q = tensor([
      [1, 0],
      [0, 2],
    ]);
    const k = tensor([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    const v = tensor([[1], [10], [100]]);
    const { context, weights } = attention(q, k, v, { scale: Math.log(2), needWeights: true });
    expectNear(weights!, [2 / 5, 1 / 5, 2 / 5, 1 / 9, 4 / 9, 4 / 9]); // 2^(q k)
    expectNear(context, [(2 + 10 + 200) / 5, (1 + 40 + 400) / 9]);
  });

  it('presses scores by softcap', () => {
    const [q, k, v] = [tensor([[3]]), tensor([[1], [-1]]), tensor([[1], [0]])];
    const score = 2 * Math.tanh(1.5);
    const { context } = attention(q, k, v, { scale: 1, softcap: 2 });
    expectNear(context, [Math.exp(score) / (Math.exp(score) + Math.exp(-score))]);
  });

  it('shares keys among neighboring heads', () => {
    const [q, k, v] = [draw(1, 2, 4, 3, 2), draw(2, 2, 2, 5, 2), draw(3, 2, 2, 5, 2)];
    const both = attention(q, k, v).context;
    for (let head = 0; head < 4; head++) {
      const own = (x: Floats, at: number) => slice(x, 1, at, at + 1);
      const group = Math.floor(head / 2);
      expectNear(own(both, head), attention(own(q, head), own(k, group), own(v, group)).context.dataSync());
    }
  });

  it.each([false, true])(
    'gives zeros where nothing is seen, and gradients without NaN (weights: %s)',
    (needWeights) => {
      const [q, k, v] = [draw(1, 2, 1, 3, 2), draw(2, 2, 1, 3, 2), draw(3, 2, 1, 3, 2)];
      for (const mask of [padding([0, 2]), and(causal(), scoreBias(tensor([[-Infinity], [0], [0]])))]) {
        const { aux, gradients } = valueAndGrad([q, k, v], () => {
          const { context } = attention(q, k, v, { mask, needWeights });
          return [sum(context), context];
        });
        const hidden = aux.dataSync().slice(0, 2);
        expect([...hidden]).toEqual([0, 0]);
        for (const gradient of gradients) expect(gradient!.dataSync().every(Number.isFinite)).toBe(true);
      }
    },
  );

  it('takes one sequence or one head', () => {
    const x = draw(5, 1, 1, 4, 3);
    const whole = attention(x, x, x).context;
    const [three, two] = [tensor(x.dataSync(), [1, 4, 3]), tensor(x.dataSync(), [4, 3])];
    expect(attention(three, three, three).context.shape).toEqual([1, 4, 3]);
    expectNear(attention(two, two, two).context, whole.dataSync());
  });

  it('refuses what does not fit', () => {
    const x = ones([2, 3, 4, 5]);
    expect(() => attention(x, ones([2, 2, 4, 5]), ones([2, 2, 4, 5]))).toThrow(
      'heads a multiple of groups, got [2,3,4,5]',
    );
    expect(() => attention(x, x, ones([2, 3, 3, 5]))).toThrow('[2,3,3,5]');
    expect(() => attention(x, x, [1] as never)).toThrow('value must be a tensor');
    expect(() => attention(x, x, x, { mask: true as never })).toThrow('mask must be a mask such as causal()');
    expect(() => attention(x, x, x, { isCausal: true } as never)).toThrow('unknown option "isCausal"');
  });
});

/** Value and gradients of q, k and v. */
function slopes(options: Parameters<typeof attention>[3], operands: readonly Floats[]): Floats[] {
  const [q, k, v] = operands as [Floats, Floats, Floats];
  const { aux, gradients } = valueAndGrad(operands, () => {
    const { context } = attention(q, k, v, options);
    return [sum(mul(context, draw(8, ...context.shape))), context];
  });
  return [aux, ...gradients.map((each) => each!)];
}

const masks: Readonly<Record<string, (batch: number, keys: number) => Mask>> = {
  none: () => and(),
  causal: () => causal(),
  'causal window': () => and(causal(), window(5)),
  'window ahead': () => window(3, 7),
  padding: (batch, keys) => and(causal(), padding(Array.from({ length: batch }, (_, i) => Math.max(0, keys - 2 * i)))),
  'window and padding': (batch, keys) =>
    and(window(4), padding(Array.from({ length: batch }, (_, i) => Math.max(0, keys - 3 * i)))),
  bias: (_, keys) => scoreBias(draw(7, 1, 2, keys, keys)),
};

describe.each(['js', 'wasm'])('on %s', (name) => {
  let backend: Backend;
  beforeAll(async () => void (backend = name === 'js' ? jsBackend() : await wasmBackend()));

  it('the kernel gives what single ops give: values and gradients, any mask and size', () => {
    const sizes = fc.record({
      batch: fc.integer({ min: 1, max: 3 }),
      steps: fc.constantFrom(1, 2, 7, 33, 71),
      mask: fc.constantFrom(...Object.keys(masks)),
      seed: fc.nat({ max: 99 }),
    });
    fc.assert(
      fc.property(sizes, ({ batch, steps, mask: kind, seed }) =>
        withBackend(backend, () =>
          tidy(() => {
            const operands = [seed, seed + 1, seed + 2].map((each) => draw(each, batch, 2, steps, 5));
            const mask = masks[kind]!(batch, steps);
            const [fused, composed] = [slopes({ mask }, operands), slopes({ mask, needWeights: true }, operands)];
            fused.forEach((each, i) => expectNear(each, composed[i]!.dataSync(), 4));
          }),
        ),
      ),
      { numRuns: 25 },
    );
  });

  it('a window as long as the sequence is full attention, to the bit', () => {
    withBackend(backend, () =>
      tidy(() => {
        const operands = [1, 2, 3].map((seed) => draw(seed, 2, 2, 40, 4));
        const [near, whole] = [slopes({ mask: window(40) }, operands), slopes({}, operands)];
        near.forEach((each, i) => expect(each.dataSync()).toEqual(whole[i]!.dataSync()));
        const [short, causally] = [
          slopes({ mask: and(causal(), window(40)) }, operands),
          slopes({ mask: causal() }, operands),
        ];
        short.forEach((each, i) => expect(each.dataSync()).toEqual(causally[i]!.dataSync()));
      }),
    );
  });

  it('a permuted batch gives a permuted result, to the bit', () => {
    withBackend(backend, () =>
      tidy(() => {
        const operands = [1, 2, 3].map((seed) => draw(seed, 3, 2, 9, 4));
        const turn = (x: Floats) => concat([slice(x, 0, 2, 3), slice(x, 0, 0, 2)], 0);
        const [before, after] = [slopes({ mask: causal() }, operands), slopes({ mask: causal() }, operands.map(turn))];
        expect(after[0]!.dataSync()).toEqual(turn(before[0]!).dataSync());
      }),
    );
  });

  it('with a window, memory grows with the steps, not with their square, forward and back', async () => {
    const peak = async (steps: number): Promise<number> => {
      const fresh = name === 'js' ? jsBackend() : await wasmBackend();
      withBackend(fresh, () =>
        tidy(() =>
          slopes(
            { mask: and(causal(), window(16)) },
            [1, 2, 3].map((seed) => draw(seed, 1, 1, steps, 4)),
          ),
        ),
      );
      const { peakBytes } = fresh.memory();
      fresh.dispose();
      return peakBytes;
    };
    expect((await peak(4096)) / (await peak(1024))).toBeLessThan(4.2); // squares: 16
  });

  it('keepWhere hides the same as the band it draws', () => {
    withBackend(backend, () =>
      tidy(() => {
        const operands = [4, 5, 6].map((seed) => draw(seed, 1, 2, 6, 4));
        const lower = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (__, j) => j <= i));
        const [drawn, known] = [
          slopes({ mask: keepWhere(tensor(lower, { dtype: 'bool' })) }, operands),
          slopes({ mask: causal() }, operands),
        ];
        drawn.forEach((each, i) => expectNear(each, known[i]!.dataSync(), 5));
      }),
    );
  });
});
