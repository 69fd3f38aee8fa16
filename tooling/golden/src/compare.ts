import type { Tolerance } from './golden-index.ts';

/** Values of a tensor on the host. */
export interface HostValues {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** What differs: shapes, or the worst element. */
export type Mismatch =
  | { readonly kind: 'shape'; readonly got: readonly number[]; readonly expected: readonly number[] }
  | { readonly kind: 'count'; readonly got: number; readonly expected: number }
  | {
      readonly kind: 'value';
      readonly index: readonly number[];
      readonly got: number;
      readonly expected: number;
      /** The difference as a multiple of what was allowed; NaN where a number is missing. */
      readonly multiple: number;
      /** How many elements differ too much. */
      readonly wrong: number;
    };

/** No difference allowed: integers, booleans and zeros that stand for "not touched". */
const none: Tolerance = { rtol: 0, atol: 0 };

/** Difference over allowance: 0 when equal (-0 equals 0, NaN equals NaN), NaN when only one of the two is NaN. */
function multipleOf(got: number, expected: number, { rtol, atol }: Tolerance): number {
  if (got === expected || (Number.isNaN(got) && Number.isNaN(expected))) return 0;
  if (Number.isNaN(got) || Number.isNaN(expected)) return NaN;
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return Infinity;
  return Math.abs(got - expected) / (atol + rtol * Math.abs(expected));
}

/** Position along each axis of an element of a row-major array. */
function unravel(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const size of [...shape].reverse()) {
    index.unshift(flat % size);
    flat = Math.floor(flat / size);
  }
  return index;
}

/**
 * Compares values with a reference. Where `exact` says so nothing but equality counts.
 * @returns the worst mismatch, or `undefined` when all is within the tolerance
 */
export function compare(
  got: HostValues,
  expected: HostValues,
  tolerance: Tolerance = none,
  exact: (index: number) => boolean = () => false,
): Mismatch | undefined {
  if (got.shape.join() !== expected.shape.join()) return { kind: 'shape', got: got.shape, expected: expected.shape };
  const count = expected.data.length;
  if (got.data.length !== count) return { kind: 'count', got: got.data.length, expected: count };
  let worst: { at: number; multiple: number } | undefined;
  let wrong = 0;
  for (let at = 0; at < count; at++) {
    const multiple = multipleOf(got.data[at]!, expected.data[at]!, exact(at) ? none : tolerance);
    if (multiple <= 1) continue;
    wrong++;
    if (worst === undefined || Number.isNaN(multiple) || multiple > worst.multiple) worst = { at, multiple };
  }
  if (worst === undefined) return undefined;
  const { at, multiple } = worst;
  return {
    kind: 'value',
    index: unravel(at, expected.shape),
    got: got.data[at]!,
    expected: expected.data[at]!,
    multiple,
    wrong,
  };
}

/** A mismatch in words. */
export function describeMismatch(mismatch: Mismatch): string {
  if (mismatch.kind === 'shape') return `: got shape [${mismatch.got}], expected [${mismatch.expected}]`;
  if (mismatch.kind === 'count') return `: got ${mismatch.got} values, expected ${mismatch.expected}`;
  const { index, got, expected, multiple, wrong } = mismatch;
  const times = Number.isFinite(multiple)
    ? `${multiple.toPrecision(3)}x the tolerance`
    : Number.isNaN(multiple)
      ? 'NaN'
      : 'must be equal';
  return `[${index}]: got ${got}, expected ${expected} (${times}${wrong > 1 ? `, ${wrong} elements` : ''})`;
}
