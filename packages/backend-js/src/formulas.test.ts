import { binaryEdges, edgeNumbers, unaryEdges } from '@ostinato/backend/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { binaryFormulas, unaryFormulas } from './formulas.ts';
import { jsBackend } from './index.ts';

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

describe('unary formulas', () => {
  it.each(Object.keys(unaryEdges) as (keyof typeof unaryEdges)[])('%s of 0, -0, inf, -inf, nan', (name) => {
    expect(unary(name, edgeNumbers)).toEqual(unaryEdges[name]);
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
  it.each(binaryEdges)('%s(%d, %d) is %d', (name, a, b, expected) => {
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
