import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, DTypeError, ShapeError } from '@ostinato/base';
import {
  type Backend,
  mul,
  normal,
  RandomGenerator,
  setBackend,
  sum,
  tensor,
  tidy,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { heldOutput } from './held-output.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

const generator = new RandomGenerator(1);
const maskOf = (rows: string[]) =>
  tensor(
    rows.map((row) => Array.from(row, (c) => c === '#')),
    { dtype: 'bool' },
  );
const patterns = [
  ['#####', '##...', '.....'],
  ['..###', '#.#.#', '.#.#.'],
  ['....#', '#....', '.##..'],
  ['#', '.'],
  ['#..', '#.#'],
];

/** Where each held value comes from: the last kept step, or none. */
const sources = (rows: string[]) => rows.map((row) => Array.from(row, (_, t) => row.lastIndexOf('#', t)));

describe('heldOutput', () => {
  it.each(patterns.map((rows) => [rows.join(' '), rows] as const))('repeats the last kept output: %s', (_, rows) => {
    const [batch, steps] = [rows.length, rows[0]!.length];
    const output = normal([batch, steps, 2], { generator });
    const values = output.dataSync();
    const expected = sources(rows).flatMap((row, b) =>
      row.flatMap((t) => [0, 1].map((f) => (t < 0 ? 0 : values[(b * steps + t) * 2 + f]!))),
    );
    const held = heldOutput(output, maskOf(rows));
    expect(held.shape).toEqual([batch, steps, 2]);
    expect([...held.dataSync()]).toEqual(expected);
  });

  it.each(patterns.map((rows) => [rows.join(' '), rows] as const))(
    'gives the gradients of all repeats to their source: %s',
    (_, rows) => {
      const [batch, steps] = [rows.length, rows[0]!.length];
      const [output, counts] = [normal([batch, steps, 1], { generator }), normal([batch, steps, 1], { generator })];
      const c = counts.dataSync();
      const expected = new Float64Array(batch * steps);
      sources(rows).forEach((row, b) =>
        row.forEach((from, t) => {
          if (from >= 0) expected[b * steps + from]! += c[b * steps + t]!;
        }),
      );
      const { gradients } = valueAndGrad(output, () => sum(mul(heldOutput(output, maskOf(rows)), counts)));
      gradients!.dataSync().forEach((g, i) => expect(g).toBeCloseTo(expected[i]!, 5));
    },
  );

  it('is not touched by garbage in the padding', () => {
    const output = tensor([
      [[1], [NaN], [2], [NaN]],
      [[NaN], [3], [NaN], [NaN]],
    ]);
    expect([...heldOutput(output, maskOf(['#.#.', '.#..'])).dataSync()]).toEqual([1, 1, 2, 2, 0, 3, 3, 3]);
  });

  it('works without rows or steps', () => {
    expect(heldOutput(zeros([0, 3, 2]), zeros([0, 3], { dtype: 'bool' })).shape).toEqual([0, 3, 2]);
    expect(heldOutput(zeros([2, 0, 2]), zeros([2, 0], { dtype: 'bool' })).shape).toEqual([2, 0, 2]);
  });

  it('refuses other shapes and types, and leaves nothing behind', () => {
    const before = backend.memory().storages;
    tidy(() => {
      expect(() => heldOutput(zeros([2, 3, 4]), zeros([3, 2], { dtype: 'bool' }))).toThrow(ShapeError);
      expect(() => heldOutput(zeros([2, 3, 4]), zeros([3, 2], { dtype: 'bool' }))).toThrow(
        'output [2,3,4] needs a mask [batch, steps], got [3,2]',
      );
      expect(() => heldOutput(zeros([2, 3]), zeros([2, 3], { dtype: 'bool' }))).toThrow(ShapeError);
      expect(() => heldOutput(zeros([2, 3, 4]), zeros([2, 3]) as never)).toThrow(DTypeError);
      expect(() => heldOutput(null as never, zeros([2, 3], { dtype: 'bool' }))).toThrow(ArgumentError);
      expect(() => heldOutput(zeros([2, 3, 4]), [[true]] as never)).toThrow('mask must be a tensor, got a plain array');
      heldOutput(zeros([2, 3, 4]), zeros([2, 3], { dtype: 'bool' }));
    });
    const [output, mask] = [zeros([2, 3, 4]), zeros([2, 3], { dtype: 'bool' })];
    heldOutput(output, mask).dispose();
    expect(backend.memory().storages).toBe(before + 2);
  });
});
