import { jsBackend } from '@ostinato/backend-js';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  add,
  type Backend,
  bernoulli,
  cast,
  concat,
  linear,
  mean,
  mul,
  normal,
  parameter,
  RandomGenerator,
  scan,
  setBackend,
  slice,
  square,
  stack,
  sub,
  sum,
  tanh,
  tensor,
  type Tensor,
  tidy,
  uniform,
  valueAndGrad,
  where,
} from './index.ts';

type Floats = Tensor<'float32'>;
let backend: Backend;
let weights: { readonly ih: Floats; readonly hh: Floats };
beforeEach(() => {
  setBackend((backend = jsBackend({ float: 'float64' })));
  const generator = new RandomGenerator(1);
  weights = { ih: parameter(normal([3, 2], { generator })), hh: parameter(normal([3, 3], { generator })) };
});

const step = (x: Floats, { h }: { h: Floats }) => {
  const next = tanh(add(linear(x, weights.ih), linear(h, weights.hh)));
  return { output: next, state: { h: next } };
};
const inputs = (steps: number, batch: number) => normal([steps, batch, 2], { generator: new RandomGenerator(2) });
const start = (batch: number) => ({ h: normal([batch, 3], { generator: new RandomGenerator(3) }) });
const bits = (x: Tensor) => [...x.dataSync()].map((value) => (Object.is(value, -0) ? '-0' : String(value))).join();
const row = (x: Floats, t: number, b: number) => [...slice(slice(x, 0, t, t + 1), 1, b, b + 1).dataSync()];

describe('scan', () => {
  it('is the loop written out, value and gradient', () => {
    const [xs, init] = [inputs(4, 2), start(2)];
    const looped = valueAndGrad([weights.ih, weights.hh, xs, init.h], () => {
      const { outputs, state } = scan(step, init, xs);
      return [add(sum(square(outputs)), sum(state.h)), { outputs }];
    });
    const unrolled = valueAndGrad([weights.ih, weights.hh, xs, init.h], () => {
      let state = init;
      const outputs: Floats[] = [];
      for (let t = 0; t < 4; t++) {
        const result = step(mean(slice(xs, 0, t, t + 1), 0), state);
        outputs.push(result.output);
        ({ state } = result);
      }
      return [add(sum(square(stack(outputs))), sum(state.h)), { outputs: stack(outputs) }];
    });
    expect(bits(looped.aux.outputs)).toBe(bits(unrolled.aux.outputs));
    looped.gradients.forEach((g, i) =>
      g!.dataSync().forEach((v, k) => expect(v).toBeCloseTo(unrolled.gradients[i]!.dataSync()[k]!, 12)),
    );
  });

  it('in chunks is the whole, bit for bit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 7 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (steps, cut, batch) => {
          tidy(() => {
            const at = Math.min(cut, steps - 1);
            const [xs, init] = [inputs(steps, batch), start(batch)];
            const whole = scan(step, init, xs);
            const first = scan(step, init, slice(xs, 0, 0, at));
            const second = scan(step, first.state, slice(xs, 0, at));
            expect(bits(concat([first.outputs, second.outputs], 0))).toBe(bits(whole.outputs));
            expect(bits(second.state.h)).toBe(bits(whole.state.h));
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of a ragged batch gives each sequence what it gets alone, whatever the padding holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(NaN, Infinity, 1e30),
        fc.boolean(),
        (lengths, garbage, reverse) => {
          tidy(() => {
            const batch = lengths.length;
            const [clean, init] = [inputs(5, batch), start(batch)];
            const keep = tensor(
              lengths.map((n) => Array.from({ length: 5 }, (_, t) => t < n)),
              { dtype: 'bool' },
            );
            const keepSteps = tensor(
              Array.from({ length: 5 }, (_, t) => lengths.map((n) => [t < n])),
              { dtype: 'bool' },
            );
            const xs = where(keepSteps, clean, garbage);
            const ragged = scan(step, init, xs, { lengths, reverse });
            const masked = scan(step, init, xs, { mask: keep, reverse });
            expect(bits(masked.outputs)).toBe(bits(ragged.outputs));
            expect(bits(masked.state.h)).toBe(bits(ragged.state.h));
            lengths.forEach((n, b) => {
              const own = slice(slice(clean, 1, b, b + 1), 0, 0, n);
              const h = slice(init.h, 0, b, b + 1);
              const alone = n === 0 ? undefined : scan(step, { h }, own, { reverse });
              expect(bits(slice(ragged.state.h, 0, b, b + 1))).toBe(bits(alone?.state.h ?? h));
              for (let t = 0; t < 5; t++)
                expect(row(ragged.outputs, t, b)).toEqual(t < n ? row(alone!.outputs, t, 0) : [0, 0, 0]);
            });
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('skips padding inside a sequence', () => {
    const [xs, init] = [inputs(4, 1), start(1)];
    const { outputs, state } = scan(step, init, xs, { mask: tensor([[true, false, true, false]], { dtype: 'bool' }) });
    const dense = scan(step, init, concat([slice(xs, 0, 0, 1), slice(xs, 0, 2, 3)], 0));
    expect(bits(state.h)).toBe(bits(dense.state.h));
    expect([row(outputs, 0, 0), row(outputs, 1, 0), row(outputs, 2, 0), row(outputs, 3, 0)]).toEqual([
      row(dense.outputs, 0, 0),
      [0, 0, 0],
      row(dense.outputs, 1, 0),
      [0, 0, 0],
    ]);
  });

  it('gives NaN in the padding a gradient of exactly 0, and finite ones elsewhere', () => {
    const keep = tensor(
      [
        [[true], [true]],
        [[true], [false]],
        [[false], [false]],
      ],
      { dtype: 'bool' },
    );
    const xs = where(keep, inputs(3, 2), NaN);
    const { value, gradients } = valueAndGrad({ xs, ...weights }, () =>
      sum(square(scan(step, start(2), xs, { lengths: [2, 1] }).outputs)),
    );
    expect(Number.isFinite(value.dataSync()[0])).toBe(true);
    for (const g of Object.values(gradients)) expect([...g!.dataSync()].every(Number.isFinite)).toBe(true);
    const padded = [...gradients.xs!.dataSync()].filter((_, i) => !keep.dataSync()[Math.floor(i / 2)]);
    expect(padded).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('in reverse is the forward scan of the reversed sequence', () => {
    const [xs, init] = [inputs(3, 2), start(2)];
    const backward = scan(step, init, xs, { reverse: true });
    const forward = scan(step, init, slice(xs, 0, undefined, undefined, -1));
    expect(bits(backward.outputs)).toBe(bits(slice(forward.outputs, 0, undefined, undefined, -1)));
    expect(bits(backward.state.h)).toBe(bits(forward.state.h));
  });

  it('takes trees of inputs and states, given, shared and trace', () => {
    const xs = { a: inputs(2, 2), b: [inputs(2, 2)] };
    const result = scan(
      (
        x: typeof xs,
        [n, { total }]: [Floats, { total: Floats }],
        { given, shared }: { given: Floats; shared: { scale: Floats } },
      ) => {
        const next = add(total, mul(add(x.a, x.b[0]!), shared.scale));
        return {
          output: { next, n },
          state: [add(n, given), { total: next }] as [Floats, { total: Floats }],
          trace: { next },
        };
      },
      [
        tensor([0, 0]),
        {
          total: tensor([
            [0, 0],
            [0, 0],
          ]),
        },
      ],
      xs,
      { given: tensor([1, 2]), shared: { scale: tensor(0.5) }, lengths: [2, 1], trace: true },
    );
    expect([...result.state[0].dataSync()]).toEqual([2, 2]);
    expect([...result.outputs.n.dataSync()]).toEqual([0, 0, 1, 0]);
    expect(result.trace!.next!.shape).toEqual([2, 2, 2]);
    expect(row(result.trace!.next as Floats, 1, 1)).toEqual([0, 0]);
  });

  it('runs without inputs for a number of steps', () => {
    const { outputs, state } = scan((_: number, n: Floats) => ({ output: n, state: add(n, 1) }), tensor([0, 10]), 3);
    expect([...outputs.dataSync()]).toEqual([0, 10, 1, 11, 2, 12]);
    expect([...state.dataSync()]).toEqual([3, 13]);
  });

  it('draws random numbers by step alone: the same in chunks of any batch composition, another in each call and step', () => {
    const noisy = () => (x: Floats, s: Floats) => ({
      output: [uniform([2]), uniform([2]), cast(bernoulli([2], 0.5), 'float32')],
      state: add(s, x),
    });
    const run = (reverse: boolean) => {
      const generator = new RandomGenerator(4);
      const from = (shape: number[]) => uniform(shape, { generator });
      const result = scan(
        (x: Floats, s: Floats) => ({ output: [from([2]), from([2])] as const, state: add(s, x) }),
        tensor([0, 0]),
        tensor([
          [1, 1],
          [1, 1],
          [1, 1],
        ]),
        { reverse },
      );
      return { numbers: result.outputs.map(bits), draws: generator.draws };
    };
    expect(run(false)).toEqual(run(true));
    expect(run(false).draws).toBe(1);
    const all = run(false).numbers.join().split(',');
    expect(new Set(all).size).toBe(12);
    expect(scan(noisy(), tensor([0, 0]), tensor([[1, 1]])).outputs).toHaveLength(3);
  });

  it('leaves nothing behind but its result, also on errors', () => {
    const [xs, init] = [inputs(3, 2), start(2)];
    scan(step, init, xs); // materializes the parameters
    const before = backend.memory().storages;
    tidy(() => {
      scan(step, init, xs, { lengths: [1, 2] });
    });
    tidy(() => {
      valueAndGrad(Object.values(weights), () => sum(scan(step, init, xs, { lengths: [3, 0] }).outputs));
    });
    expect(() => scan(step, init, xs, { lengths: [1, 9] })).toThrow('9');
    expect(() => scan((x: Floats, s: { h: Floats }) => ({ output: x, state: { h: sum(s.h) } }), init, xs)).toThrow('h');
    expect(backend.memory().storages).toBe(before);
  });
});

it('makes its mask where the inputs live', () => {
  const elsewhere = jsBackend();
  const [xs, init] = [tensor([[[1]], [[2]]], { backend: elsewhere }), tensor([[0]], { backend: elsewhere })];
  const { state } = scan((x: Floats, s: Floats) => ({ output: x, state: add(s, x) }), init, xs, { lengths: [1] });
  expect([...state.dataSync()]).toEqual([1]);
});

describe('scan refuses', () => {
  const bad = (change: (state: { a: { b: Floats[] } }) => unknown) => () =>
    scan(
      (x: Floats, state: { a: { b: Floats[] } }) => ({ output: x, state: change(state) as typeof state }),
      { a: { b: [tensor([[1]])] } },
      tensor([[[1]]]),
    );
  it.each([
    ['another shape', bad(({ a }) => ({ a: { b: [sum(a.b[0]!)] } })), 'a.b[0]', '[1,1]'],
    ['another dtype', bad(({ a }) => ({ a: { b: [cast(a.b[0]!, 'int32')] } })), 'a.b[0]', 'int32'],
    ['a missing part', bad(() => ({ a: { b: [] } })), 'a.b[0]', 'nothing'],
    ['an added part', bad(({ a }) => ({ a, c: a.b[0] })), 'c', 'nothing'],
  ])('a state with %s, by its path', (_, run, path, word) => {
    expect(run).toThrow(expect.objectContaining({ code: 'SHAPE' }));
    expect(run).toThrow(path);
    expect(run).toThrow(word);
  });

  it.each([
    [[1], 'expected 2 lengths'],
    [[1, -1], 'lengths[1] is -1'],
    [[1, 0.5], 'lengths[1] is 0.5'],
    [[4, 1], 'lengths[0] is 4'],
    [[1, NaN], 'lengths[1] is NaN'],
    ['12', 'lengths must be an array'],
  ])('lengths %j', (lengths, message) => {
    expect(() => scan(step, start(2), inputs(3, 2), { lengths: lengths as never })).toThrow(
      expect.objectContaining({ name: 'ArgumentError' }),
    );
    expect(() => scan(step, start(2), inputs(3, 2), { lengths: lengths as never })).toThrow(message);
  });

  it('wrong masks, options, steps, and promises', () => {
    const [xs, init] = [inputs(3, 2), start(2)];
    expect(() => scan(step, init, xs, { mask: tensor([[true, true]], { dtype: 'bool' }) })).toThrow(
      '[batch, steps] = [2,3], got [1,2]',
    );
    expect(() =>
      scan(step, init, xs, {
        mask: tensor([
          [1, 1, 1],
          [1, 1, 1],
        ]) as never,
      }),
    ).toThrow('bool');
    expect(() =>
      scan(step, init, xs, {
        mask: tensor(
          [
            [true, true, true],
            [true, true, true],
          ],
          { dtype: 'bool' },
        ),
        lengths: [3, 3],
      }),
    ).toThrow('not both');
    expect(() => scan(step, init, xs, { lenghts: [1, 2] } as never)).toThrow('Did you mean "lengths"?');
    expect(() => scan(step, init, { a: xs, b: inputs(4, 2) } as never)).toThrow('3 steps in axis 0, got [4,2,2]');
    for (const none of [{}, 0, 1.5]) expect(() => scan(step, init, none as never)).toThrow('steps');
    expect(() => scan((async () => ({ output: xs, state: init })) as never, init, xs)).toThrow('returned a promise');
    expect(() => scan(3 as never, init, xs)).toThrow(expect.objectContaining({ code: 'ARGUMENT_TYPE' }));
    expect(() => scan(step, init, { a: xs, b: sub(inputs(2, 2), 0) } as never)).toThrow('[2,2,2]');
    expect(() => scan((x: Floats) => ({ output: x, state: init }), init, { a: xs, b: inputs(3, 4) } as never)).toThrow(
      '[3,4,2]',
    );
  });
});
