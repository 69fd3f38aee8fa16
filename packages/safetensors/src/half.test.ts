import { describe, expect, it } from 'vitest';
import { floatToHalf, halfToFloat } from './half.ts';

const bitsOf = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;
const valueOf = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0]!;

/** The value of a half by the definition of the format. */
function defined(half: number): number {
  const [sign, exponent, fraction] = [half >> 15 ? -1 : 1, (half >> 10) & 31, half & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

describe('half', () => {
  it('widens all 65,536 halves to what the format defines', () => {
    for (let half = 0; half < 65536; half++) {
      if (!Object.is(valueOf(halfToFloat(half)), defined(half))) expect.fail(`half ${half.toString(16)}`);
    }
  });

  it('narrows back to the same 16 bits, NaN payloads included', () => {
    for (let half = 0; half < 65536; half++) {
      if (floatToHalf(halfToFloat(half)) !== half) expect.fail(`half ${half.toString(16)}`);
    }
  });

  it('rounds to nearest at and beside every midpoint, ties to even', () => {
    for (let half = 0; half < 0x7bff; half++) {
      const middle = bitsOf((defined(half) + defined(half + 1)) / 2); // exact in float32
      const tie = half % 2 === 0 ? half : half + 1;
      const got = [floatToHalf(middle - 1), floatToHalf(middle), floatToHalf(middle + 1)];
      if (got.join() !== [half, tie, half + 1].join()) expect.fail(`between ${half} and ${half + 1}: ${got.join()}`);
    }
  });

  it('overflows to infinity from 65,520 on, underflows to a signed zero', () => {
    expect(floatToHalf(bitsOf(65519.996))).toBe(0x7bff);
    expect(floatToHalf(bitsOf(65520))).toBe(0x7c00);
    expect(floatToHalf(bitsOf(-1e30))).toBe(0xfc00);
    expect(floatToHalf(bitsOf(-1e-30))).toBe(0x8000);
  });

  it('keeps a NaN whose payload lies in the lost bits a NaN', () => {
    expect(floatToHalf(0x7f800001)).toBe(0x7e00);
    expect(floatToHalf(0xff800001)).toBe(0xfe00);
  });
});
