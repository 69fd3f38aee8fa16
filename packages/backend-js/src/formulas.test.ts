import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { binaryFormulas, unaryFormulas } from './formulas.ts';
import { jsBackend } from './index.ts';

const [inf, nan] = [Infinity, NaN];
const quarter = Math.PI / 2;
const backend = jsBackend({ float: 'float64' });

function unary(name: keyof typeof unaryFormulas, values: readonly number[]): number[] {
  const [out, x] = [backend.allocate('float32', values.length), backend.allocate('float32', values.length)];
  backend.write(x, 'float32', Float64Array.from(values));
  backend.kernels[`unary.${name}`](out, x, 1, values.length, 0, 0);
  return [...backend.readSync!(out, 'float32', 0, values.length)];
}

function binary(name: keyof typeof binaryFormulas, a: number, b: number): number {
  const [out, x, y] = [1, 1, 1].map((count) => backend.allocate('float32', count)) as [never, never, never];
  backend.write(x, 'float32', Float64Array.of(a));
  backend.write(y, 'float32', Float64Array.of(b));
  backend.kernels[`binary.${name}`](out, x, y, 1, 1, 1, 1, 1, 1, 1);
  return backend.readSync!(out, 'float32', 0, 1)[0]!;
}

/** What IEEE 754 (annex F of C) makes of 0, -0, infinity, -infinity and NaN. */
const special: Record<keyof typeof unaryFormulas, readonly number[]> = {
  abs: [0, 0, inf, inf, nan],
  atan: [0, -0, quarter, -quarter, nan],
  ceil: [0, -0, inf, -inf, nan],
  cos: [1, 1, nan, nan, nan],
  cosh: [1, 1, inf, inf, nan],
  erf: [0, -0, 1, -1, nan],
  exp: [1, 1, inf, 0, nan],
  expm1: [0, -0, inf, -1, nan],
  floor: [0, -0, inf, -inf, nan],
  log: [-inf, -inf, inf, nan, nan],
  log1p: [0, -0, inf, nan, nan],
  neg: [-0, 0, -inf, inf, nan],
  reciprocal: [inf, -inf, 0, -0, nan],
  relu: [0, -0, inf, 0, nan],
  round: [0, -0, inf, -inf, nan],
  rsqrt: [inf, -inf, 0, nan, nan],
  sigmoid: [0.5, 0.5, 1, 0, nan],
  sign: [0, -0, 1, -1, nan],
  sin: [0, -0, nan, nan, nan],
  sinh: [0, -0, inf, -inf, nan],
  softplus: [Math.LN2, Math.LN2, inf, 0, nan],
  sqrt: [0, -0, inf, nan, nan],
  square: [0, 0, inf, inf, nan],
  tanh: [0, -0, 1, -1, nan],
};

describe('unary formulas', () => {
  it.each(Object.keys(special) as (keyof typeof special)[])('%s of 0, -0, inf, -inf, nan', (name) => {
    expect(unary(name, [0, -0, inf, -inf, nan])).toEqual(special[name]);
  });

  it('round ties to even', () => {
    expect(unary('round', [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 3.2, -3.7])).toEqual([
      0, 2, 2, -0, -2, -2, 0, 3, -4,
    ]);
  });

  it('do not overflow where the result is small', () => {
    expect(unary('sigmoid', [-800, 800])).toEqual([0, 1]);
    expect(unary('softplus', [-800, 800])).toEqual([0, 800]);
    expect(unary('tanh', [-800, 800])).toEqual([-1, 1]);
  });
});

describe('binary formulas', () => {
  it.each([
    ['add', inf, -inf, nan],
    ['sub', inf, inf, nan],
    ['mul', 0, inf, nan],
    ['div', 1, -0, -inf],
    ['div', 0, 0, nan],
    ['maximum', nan, 1, nan],
    ['maximum', 1, nan, nan],
    ['minimum', nan, 1, nan],
    ['minimum', 1, nan, nan],
    ['minimum', -inf, 1, -inf],
    ['pow', 0, 0, 1],
    ['pow', nan, 0, 1],
    ['pow', 1, nan, 1],
    ['pow', 1, inf, 1],
    ['pow', -1, -inf, 1],
    ['pow', -8, 1 / 3, nan],
    ['pow', 0, -1, inf],
    ['atan2', 0, -0, Math.PI],
    ['atan2', -0, -1, -Math.PI],
  ] as const)('%s(%d, %d) is %d', (name, a, b, expected) => {
    expect(binary(name, a, b)).toBe(expected);
  });
});

describe('erf', () => {
  // Abramowitz and Stegun 1964, table 7.1, and 15 digits beyond it.
  it.each([
    [0.1, 0.112462916018285],
    [0.5, 0.520499877813047],
    [1, 0.842700792949715],
    [1.5, 0.966105146475311],
    [2, 0.995322265018953],
    [2.5, 0.999593047982555],
    [3, 0.999977909503001],
    [4, 0.999999984582742],
  ])('erf(%d) is %d', (x, expected) => {
    expect(Math.abs(unary('erf', [x])[0]! - expected)).toBeLessThan(1e-15);
    expect(unary('erf', [-x])[0]).toBe(-unary('erf', [x])[0]!);
  });

  it('grows and is continuous where series and fraction meet', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -7, max: 7, noNaN: true }),
        fc.double({ min: 0, max: 1e-3, noNaN: true }),
        (x, step) => {
          const [here, there] = unary('erf', [x, x + step]) as [number, number];
          expect(there - here).toBeGreaterThanOrEqual(-2e-16);
          expect(there - here).toBeLessThanOrEqual(1.13 * step + 1e-15);
        },
      ),
    );
  });
});
