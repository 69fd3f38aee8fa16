import { ArgumentError } from '@ostinato/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeat } from './repeat.ts';
import { shuffledWindows } from './shuffled-windows.ts';

const count = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);
const options = { batch: 3, steps: 4, seed: 7 };
/** The first id of every window, in the order of reading. */
const starts = (windows: Iterable<{ inputs: { data: Int32Array; shape: readonly number[] } }>): number[] =>
  [...windows].flatMap(({ inputs: { data, shape } }) =>
    Array.from({ length: shape[0]! }, (_, row) => data[row * shape[1]!]!),
  );

describe('shuffledWindows', () => {
  it('deals out every window once a pass, the last batch smaller', () => {
    const source = shuffledWindows(count(43), options);
    const shapes = [...source].map(({ inputs, targets }) => {
      expect(targets.data).toEqual(inputs.data.map((id) => id + 1));
      return inputs.shape;
    });
    expect(shapes).toEqual([
      [3, 4],
      [3, 4],
      [3, 4],
      [1, 4],
    ]);
    expect(starts(source).sort((a, b) => a - b)).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36]);
    expect(starts(source)).not.toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36]);
  });

  it('uses every window that fits, whatever the sizes', () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, size, size, fc.nat(100), fc.nat(), (batch, steps, stride, more, seed) => {
        const ids = count(steps + 1 + more);
        const source = shuffledWindows(ids, { batch, steps, stride, seed });
        const expected: number[] = [];
        for (let at = 0; at + steps < ids.length; at += stride) expected.push(at);
        expect(starts(source).sort((a, b) => a - b)).toEqual(expected);
        expect([...source].length).toBe(source.batches);
      }),
    );
  });

  it('orders by seed and pass alone', () => {
    const source = shuffledWindows(count(401), options);
    const pass = (epoch: number): number[] =>
      starts(Array.from({ length: source.batches }, (_, batch) => source.read(epoch, batch)));
    const [zero, one] = [pass(0), pass(1)];
    expect(one).not.toEqual(zero);
    expect(pass(0)).toEqual(zero);
    expect(starts(repeat(shuffledWindows(count(401), options), { epochs: 2 }))).toEqual([...zero, ...one]);
    expect(starts(shuffledWindows(count(401), { ...options, seed: 8 }))).not.toEqual(zero);
  });

  it('resumes in the middle of any pass, bit for bit', () => {
    const reading = repeat(shuffledWindows(count(120), options), { epochs: 3 });
    for (let i = 0; i < 14; i++) reading.next();
    const from = JSON.parse(JSON.stringify(reading.position));
    expect(from).toMatchObject({ epoch: 1, batch: 4 });
    expect([...repeat(shuffledWindows(count(120), options), { epochs: 3, from })]).toEqual([...reading]);
    const other = shuffledWindows(count(120), { ...options, seed: 8 });
    expect(() => repeat(other, { from })).toThrow(/seed 7.*seed 8/);
  });

  it.each([
    [count(9), { ...options, batch: 0 }, /batch must be at least 1, got 0/],
    [count(9), { ...options, stride: 0 }, /stride must be at least 1, got 0/],
    [count(9), { ...options, seed: -1 }, /seed must be at least 0, got -1/],
    [count(9), { batch: 1, steps: 1 }, /seed must be a whole number, got undefined/],
    [count(9), { ...options, stide: 1 }, /Did you mean "stride"/],
    [count(0), options, /0 ids are too few, at least 5/],
    [count(4), options, /4 ids are too few, at least 5 are needed \(steps 4/],
    [new Float32Array(9), options, /ids must be an Int32Array/],
  ])('refuses %o with %o', (ids, wrong, message) => {
    expect(() => shuffledWindows(ids as Int32Array, wrong as never)).toThrow(ArgumentError);
    expect(() => shuffledWindows(ids as Int32Array, wrong as never)).toThrow(message);
  });
});
