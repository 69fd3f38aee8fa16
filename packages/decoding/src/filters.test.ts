import { ArgumentError } from '@ostinato/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Logits } from './filter.ts';
import { greedy } from './greedy.ts';
import { temperature } from './temperature.ts';
import { topK } from './top-k.ts';
import { topP } from './top-p.ts';

const logits = Float32Array.of(2, 1, 0.5, -1, 0, 3);
const kept = (filtered: Logits): number[] => [...filtered.keys()].filter((id) => filtered[id] !== -Infinity);

describe('filters', () => {
  it('temperature divides', () => {
    expect([...temperature(0.5)(logits)]).toEqual([4, 2, 1, -2, 0, 6]);
  });

  it('topK keeps k, ties with the last, and all where there are no more', () => {
    expect(kept(topK(2)(logits))).toEqual([0, 5]);
    expect(kept(topK(1)(Float32Array.of(1, 1, 0)))).toEqual([0, 1]);
    expect(kept(topK(99)(logits))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('topP keeps the smallest set that reaches p, at least one', () => {
    const fair = Float64Array.of(0, 0, 0, 0);
    expect(kept(topP(0.5)(fair))).toEqual([0, 1]);
    expect(kept(topP(0.51)(fair))).toEqual([0, 1, 2]);
    expect(kept(topP(1e-9)(logits))).toEqual([5]);
    expect(kept(topP(1)(logits))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(kept(topP(0.999)(Float32Array.of(-Infinity, 0)))).toEqual([1]);
  });

  it('greedy keeps the first of the largest', () => {
    expect(kept(greedy(Float32Array.of(0, 7, 7)))).toEqual([1]);
  });

  it('leave their input and every kept value alone', () => {
    const floats = fc.float32Array({ minLength: 1, maxLength: 30, noNaN: true, min: -50, max: 50 });
    fc.assert(
      fc.property(
        floats,
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (values, k, p) => {
          const before = values.slice();
          for (const filter of [topK(k), topP(p), greedy]) {
            const filtered = filter(values);
            expect(filtered.length).toBe(values.length);
            expect(kept(filtered).length).toBeGreaterThan(0);
            for (const id of kept(filtered)) expect(filtered[id]).toBe(values[id]);
            const least = Math.min(...kept(filtered).map((id) => values[id]!));
            for (const [id, value] of filtered.entries())
              if (value === -Infinity) expect(values[id]).toBeLessThanOrEqual(least);
          }
          expect(values).toEqual(before);
        },
      ),
    );
  });

  it('name a wrong argument', () => {
    for (const make of [
      () => temperature(0),
      () => temperature(-1),
      () => temperature(NaN),
      () => topK(0),
      () => topK(1.5),
      () => topP(0),
      () => topP(1.1),
    ]) {
      expect(make).toThrow(ArgumentError);
    }
    expect(() => topK(1)([1, 2] as never)).toThrow(/a Float32Array or Float64Array.*got a plain array/);
  });
});
