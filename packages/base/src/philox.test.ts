import { describe, expect, it } from 'vitest';
import { fillNormal, fillUniform, philox, philoxKey } from './philox.ts';

const draw = { key: philoxKey(7), draw: 3, step: 2, call: 1 };

describe('philox', () => {
  // Known-answer vectors published with Random123 (kat_vectors, philox 4x32 10).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('matches the published vectors', (counter, key, expected) => {
    const out = new Uint32Array(4);
    philox(counter[0], counter[1], counter[2], counter[3], key, out);
    expect([...out]).toEqual(expected);
  });

  it('splits a seed above 2^32 into two words', () => {
    expect(philoxKey(2 ** 32 * 5 + 9)).toEqual([9, 5]);
  });
});

describe('fillUniform', () => {
  it('gives any part of a stream on its own', () => {
    const whole = new Float32Array(23);
    fillUniform(whole, draw);
    for (let first = 0; first < 23; first++) {
      const part = new Float64Array(23 - first);
      fillUniform(part, draw, first);
      expect([...part]).toEqual([...whole.subarray(first)]);
    }
  });

  it('changes with the draw, the step and the call', () => {
    const streams = [draw, { ...draw, draw: 4 }, { ...draw, step: 3 }, { ...draw, call: 2 }].map((one) => {
      const out = new Float32Array(8);
      fillUniform(out, one);
      return out.join();
    });
    expect(new Set(streams).size).toBe(4);
  });

  it('is uniform: mean 1/2, variance 1/12, all inside [0, 1)', () => {
    const out = new Float64Array(100_000);
    fillUniform(out, draw);
    const mean = out.reduce((sum, x) => sum + x, 0) / out.length;
    const variance = out.reduce((sum, x) => sum + (x - mean) ** 2, 0) / out.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / out.length));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
    expect(Math.min(...out.subarray(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(out.every((x) => x < 1)).toBe(true);
  });
});

describe('fillNormal', () => {
  it('has mean 0, variance 1 and the normal share within one deviation', () => {
    const out = new Float64Array(100_001);
    fillNormal(out, draw);
    const mean = out.reduce((sum, x) => sum + x, 0) / out.length;
    const variance = out.reduce((sum, x) => sum + x * x, 0) / out.length;
    const within = out.filter((x) => Math.abs(x) < 1).length / out.length;
    expect(Math.abs(mean)).toBeLessThan(0.0127);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.006);
  });
});
