import { expect, it } from 'vitest';
import { measurePeak } from './measure-peak.ts';
import { peakBinary } from './peak-binary.ts';

it('multiplies and adds as often as it says', async () => {
  const { instance } = await WebAssembly.instantiate(peakBinary(2, false));
  const run = instance.exports['run'] as (count: number) => number;
  const f = Math.fround;
  const expected = [1, 2].map((chain) => {
    let x = f(chain / 1000);
    for (let i = 0; i < 6; i++) x = f(f(x * f(0.999)) + f(0.004));
    return x;
  });
  expect(run(3)).toBe(f(expected[0]! + expected[1]!));
});

it('gives a rate that a processor can have', async () => {
  const { best, median } = await measurePeak(false);
  expect(best).toBeGreaterThan(0.5);
  expect(best).toBeLessThan(500);
  expect(median).toBeLessThanOrEqual(best);
});
