import { describe, expect, it } from 'vitest';
import { compare, describeMismatch } from './compare.ts';

const tolerance = { rtol: 0.1, atol: 0.01 };
const row = (...data: number[]) => ({ shape: [data.length], data });
const differ = (got: number, expected: number) => compare(row(got), row(expected), tolerance) !== undefined;

describe('compare', () => {
  it('allows atol + rtol |reference|, from the reference and not from what came', () => {
    expect(differ(1.109, 1)).toBe(false);
    expect(differ(1.111, 1)).toBe(true);
    expect(differ(0.0099, 0)).toBe(false);
    expect(differ(0.0101, 0)).toBe(true);
    expect(differ(-1, 1)).toBe(true);
  });

  it('takes NaN for NaN only', () => {
    expect(differ(NaN, NaN)).toBe(false);
    expect(differ(NaN, 1)).toBe(true);
    expect(differ(1, NaN)).toBe(true);
    expect(differ(NaN, Infinity)).toBe(true);
  });

  it('takes an infinity for the same infinity only', () => {
    expect(differ(Infinity, Infinity)).toBe(false);
    expect(differ(-Infinity, Infinity)).toBe(true);
    expect(differ(Infinity, 1e30)).toBe(true);
    expect(differ(1e30, Infinity)).toBe(true);
  });

  it('takes -0 for 0, also where values must be equal', () => {
    expect(compare(row(-0), row(0))).toBeUndefined();
    expect(compare(row(1e-30), row(0))).toBeDefined();
  });

  it('allows nothing where `exact` says so', () => {
    const exact = (index: number) => index === 1;
    expect(compare(row(0.001, 0), row(0, 0), tolerance, exact)).toBeUndefined();
    expect(compare(row(0, 0.001), row(0, 0), tolerance, exact)).toMatchObject({ index: [1], multiple: Infinity });
  });

  it('compares shapes before values', () => {
    const flat = { shape: [4], data: [1, 2, 3, 4] };
    expect(compare(flat, { ...flat, shape: [2, 2] })).toEqual({ kind: 'shape', got: [4], expected: [2, 2] });
    expect(compare({ shape: [4], data: [1] }, flat)).toEqual({ kind: 'count', got: 1, expected: 4 });
    expect(compare({ shape: [0, 3], data: [] }, { shape: [0, 3], data: [] })).toBeUndefined();
  });

  it('names the worst element by its position', () => {
    const got = { shape: [2, 3], data: [1, 1, 1, 1.2, 1, 2] };
    const mismatch = compare(got, { shape: [2, 3], data: [1, 1, 1, 1, 1, 1] }, tolerance);
    expect(mismatch).toMatchObject({ index: [1, 2], got: 2, expected: 1, wrong: 2 });
    expect(describeMismatch(mismatch!)).toBe('[1,2]: got 2, expected 1 (9.09x the tolerance, 2 elements)');
  });

  it('counts a NaN as the worst', () => {
    expect(compare(row(100, NaN, 1000), row(1, 1, 1), tolerance)).toMatchObject({ index: [1] });
  });
});
