import { jsBackend } from '@ostinato/backend-js';
import { opaqueBackend } from '@ostinato/backend-testkit';
import { DTypeError, ShapeError } from '@ostinato/base';
import { mul, setBackend, slice, sum, tensor, type Tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { pool, type Pooling } from './pool.ts';

type Floats = Tensor<'float32'>;
const { NaN: nan } = Number;
/** Three sequences of three steps and two features. */
const x = (padding = nan) =>
  tensor([
    [
      [1, -2],
      [3, -4],
      [2, -9],
    ],
    [
      [5, -6],
      [padding, padding],
      [padding, padding],
    ],
    [
      [padding, padding],
      [padding, padding],
      [padding, padding],
    ],
  ]); // prettier-ignore
const lengths = [3, 1, 0];
/** Scores that make weights of 1 : 2 : 4 : ... by the first feature. */
const scorer = { forward: (steps: Floats) => mul(slice(steps, 2, 0, 1), Math.LN2) };
const sum1 = 2 + 8 + 4;

const cases: [string, Pooling, number[]][] = [
  ['mean', 'mean', [2, -5, 5, -6, 0, 0]],
  ['max', 'max', [3, -2, 5, -6, 0, 0]],
  ['last', 'last', [2, -9, 5, -6, 0, 0]],
  ['first', 'first', [1, -2, 5, -6, 0, 0]],
  ['a scorer', scorer, [(2 + 24 + 8) / sum1, (-4 - 32 - 36) / sum1, 5, -6, 0, 0]],
];
const close = (got: ArrayLike<number>, wanted: readonly number[]) =>
  expect(Array.from(got, (value) => Number(value.toFixed(5)) + 0)).toEqual(
    wanted.map((value) => Number(value.toFixed(5))),
  );

describe.each([
  ['js', () => jsBackend({ float: 'float64' })],
  ['a backend without addresses', () => opaqueBackend(jsBackend({ float: 'float64' }))],
])('pool on %s', (_, make) => {
  beforeEach(() => setBackend(make()));

  it.each(cases)('%s: padding does not count, an empty sequence gives 0', (_name, how, expected) => {
    close(pool(x(), how, { lengths }).dataSync(), expected);
    const mask = tensor(
      [
        [true, true, true],
        [true, false, false],
        [false, false, false],
      ],
      { dtype: 'bool' },
    ); // prettier-ignore
    close(pool(x(), how, { mask }).dataSync(), expected);
    const alone = pool(slice(x(), 0, 0, 1), how);
    close(alone.dataSync(), expected.slice(0, 2));
    close(
      pool(
        tensor([
          [1, -2],
          [3, -4],
          [2, -9],
        ]),
        how,
      ).dataSync(),
      expected.slice(0, 2),
    ); // prettier-ignore
  });

  it('takes steps where the mask says that they are', () => {
    const mask = tensor(
      [
        [false, true, false],
        [true, true, false],
        [false, false, false],
      ],
      { dtype: 'bool' },
    ); // prettier-ignore
    const filled = x(7);
    close(pool(filled, 'last', { mask }).dataSync(), [3, -4, 7, 7, 0, 0]);
    close(pool(filled, 'first', { mask }).dataSync(), [3, -4, 5, -6, 0, 0]);
    close(pool(filled, 'mean', { mask }).dataSync(), [3, -4, 6, 0.5, 0, 0]);
  });

  it.each(cases)('%s: gradients are those of differences, and 0 in the padding', (_name, how) => {
    const weights = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]); // prettier-ignore
    const loss = (at: Floats) => sum(mul(pool(at, how, { lengths }), weights));
    const input = x();
    const { gradients } = valueAndGrad([input], () => loss(input));
    const [values, got] = [x(0).dataSync(), gradients[0]!.dataSync()];
    const moved = (i: number, by: number) =>
      loss(
        tensor(
          Float64Array.from(values, (value, j) => value + (i === j ? by : 0)),
          [3, 3, 2],
        ),
      ).dataSync()[0]!;
    got.forEach((value, i) => expect(value).toBeCloseTo((moved(i, 1e-6) - moved(i, -1e-6)) / 2e-6, 5));
    expect([...got.slice(8)].map(Math.abs)).toEqual(Array(10).fill(0));
  });
});

it('says what is wrong', () => {
  setBackend(jsBackend());
  expect(() => pool(x(), 'sum' as never)).toThrow('how must be one of mean, max, last, first');
  expect(() => pool(x(), 3 as never)).toThrow('a scorer with a forward method');
  expect(() => pool(x(), 'mean', { lengths: [1, 2, 4] })).toThrow('lengths[2] is 4');
  expect(() => pool(zeros([2]), 'mean')).toThrow(ShapeError);
  expect(() => pool(zeros([2, 2], { dtype: 'int32' }) as never, 'mean')).toThrow(DTypeError);
  expect(() => pool(x(), { forward: (steps: Floats) => steps })).toThrow('the scorer must give [3,3,1], got [3,3,2]');
});
