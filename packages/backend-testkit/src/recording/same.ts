import type { Backend } from '@ostinato/backend';
import { compare } from '../laws/compare.ts';
import { expectSame, text } from '../laws/law.ts';
import type { Outcome } from './subject.ts';

/**
 * How far gradients may be apart that were added in another order. A gradient of the laws sums at most 7 rows x 6 steps of a few
 * numbers near 1, about 100 in all, so in float32 its rounding is below 100 x 2^-24 = 6e-6 of the largest; kernels of several
 * accumulators stay below that. Float64 has 2^-53 in place of 2^-24.
 */
export const allowed = ({ float }: Backend): number => (float === 'float64' ? 1e-12 : 1e-5);

/** Throws unless both scans gave the same values to the bit, drew alike, and have the same gradients. */
export function expectSameOutcome(backend: Backend, what: string, got: Outcome, wanted: Outcome): void {
  expectSame(`${what}: number of results`, got.forward.length, wanted.forward.length);
  wanted.forward.forEach((right, i) => {
    const mine = got.forward[i]!;
    expectSame(`${what}: form of result ${i}`, `${mine.dtype} [${mine.shape}]`, `${right.dtype} [${right.shape}]`);
    expectSame(`${what}: result ${i}`, text(mine.data), text(right.data));
  });
  expectSame(`${what}: draws`, got.draws, wanted.draws);
  wanted.gradients.forEach((right, i) => {
    const largest = Math.max(1, ...Array.from(right, Math.abs));
    compare(`${what}: gradient ${i}`, got.gradients[i]!, right, allowed(backend) * largest, 0);
  });
}

/** Throws unless both scans gave the same to the bit, gradients too. */
export function expectIdentical(what: string, got: Outcome, wanted: Outcome): void {
  const all = ({ forward, gradients, draws }: Outcome): string =>
    [...forward.map(({ data }) => data), ...gradients].map(text).join(' | ') + draws;
  expectSame(what, all(got), all(wanted));
}
