import { ArgumentError } from '@ostinato/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contiguousWindows } from './contiguous-windows.ts';
import { repeat } from './repeat.ts';

const count = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);

describe('contiguousWindows', () => {
  it('reads streams side by side, each going on where it stopped', () => {
    const windows = [...contiguousWindows(count(14), { batch: 2, steps: 3 })];
    expect(windows.map(({ inputs }) => [...inputs.data])).toEqual([
      [0, 1, 2, 6, 7, 8],
      [3, 4, 5, 9, 10, 11],
    ]);
    expect(windows.map(({ targets }) => [...targets.data])).toEqual([
      [1, 2, 3, 7, 8, 9],
      [4, 5, 6, 10, 11, 12],
    ]);
    expect(windows.map(({ first }) => first)).toEqual([true, false]);
    expect(windows[0]?.inputs).toMatchObject({ shape: [2, 3], dtype: 'int32' });
  });

  it('loses no id but the tail that it documents, whatever the sizes', () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, size, fc.nat(200), (batch, steps, more) => {
        const ids = count(batch * steps + 1 + more);
        const source = contiguousWindows(ids, { batch, steps });
        const streams = Array.from({ length: batch }, () => [] as number[]);
        for (const { inputs, targets } of source) {
          for (let row = 0; row < batch; row++) {
            streams[row]!.push(...inputs.data.subarray(row * steps, (row + 1) * steps));
          }
          expect(targets.data).toEqual(inputs.data.map((id) => id + 1));
        }
        const used = source.batches * batch * steps;
        expect(streams.flat()).toEqual([...ids.subarray(0, used)]);
        expect(ids.length - 1 - used).toBeLessThan(batch * steps);
      }),
    );
  });

  it('starts every pass with `first`, and repeats the same windows', () => {
    const source = contiguousWindows(count(13), { batch: 2, steps: 2 });
    const passes = [...repeat(source, { epochs: 2 })];
    expect(passes.map(({ first }) => first)).toEqual([true, false, false, true, false, false]);
    expect(passes.slice(3)).toEqual(passes.slice(0, 3));
  });

  it('resumes in the middle of a pass', () => {
    const source = contiguousWindows(count(50), { batch: 2, steps: 4 });
    const reading = repeat(source, { epochs: 2 });
    for (let i = 0; i < 4; i++) reading.next();
    const again = contiguousWindows(count(50), { batch: 2, steps: 4 });
    const { position } = reading;
    expect([...repeat(again, { epochs: 2, from: position })]).toEqual([...reading]);
    const other = contiguousWindows(count(50), { batch: 4, steps: 4 });
    expect(() => repeat(other, { from: position })).toThrow(/50 ids, batch 2, steps 4.*50 ids, batch 4, steps 4/);
  });

  it('gives arrays that may be changed', () => {
    const source = contiguousWindows(count(9), { batch: 2, steps: 4 });
    source.read(0, 0).inputs.data.fill(-1);
    expect([...source.read(0, 0).inputs.data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([
    [count(9), { batch: 0, steps: 4 }, /batch must be at least 1, got 0/],
    [count(9), { batch: 2, steps: -1 }, /steps must be at least 1, got -1/],
    [count(9), { batch: 2 }, /steps must be a whole number, got undefined/],
    [count(9), { batch: 2, steps: 4, seed: 1 }, /unknown option "seed"/],
    [count(0), { batch: 2, steps: 4 }, /0 ids are too few, at least 9 are needed \(batch 2 x steps 4/],
    [count(8), { batch: 2, steps: 4 }, /8 ids are too few, at least 9/],
    [count(8), { batch: 2 ** 52, steps: 2 ** 52 }, /too few/],
    [[1, 2, 3], { batch: 1, steps: 1 }, /ids must be an Int32Array/],
  ])('refuses %o with %o', (ids, options, message) => {
    expect(() => contiguousWindows(ids as Int32Array, options as never)).toThrow(ArgumentError);
    expect(() => contiguousWindows(ids as Int32Array, options as never)).toThrow(message);
  });
});
