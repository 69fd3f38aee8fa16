import { describe, expect, it } from 'vitest';
import { bfloat16ToFloat, floatToBfloat16 } from './bfloat16.ts';

const valueOf = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0]!;

describe('bfloat16', () => {
  it('widens known values', () => {
    expect(valueOf(bfloat16ToFloat(0x3f80))).toBe(1);
    expect(valueOf(bfloat16ToFloat(0xc049))).toBe(-3.140625);
    expect(valueOf(bfloat16ToFloat(0x8000))).toBe(-0);
    expect(valueOf(bfloat16ToFloat(0x7f80))).toBe(Infinity);
    expect(valueOf(bfloat16ToFloat(0x7fc0))).toBeNaN();
  });

  it('narrows all 65,536 values back to the same bits, NaN payloads included', () => {
    for (let brain = 0; brain < 65536; brain++) {
      if (floatToBfloat16(bfloat16ToFloat(brain)) !== brain) expect.fail(`bfloat16 ${brain.toString(16)}`);
    }
  });

  it('rounds to nearest at and beside every midpoint, ties to even', () => {
    for (const sign of [0, 0x8000]) {
      for (let size = 0; size < 0x7f80; size++) {
        const middle = ((sign | size) * 0x10000 + 0x8000) >>> 0;
        const got = [middle - 1, middle, middle + 1].map((bits) => floatToBfloat16(bits) - sign);
        const tie = size % 2 === 0 ? size : size + 1;
        if (got.join() !== [size, tie, size + 1].join()) expect.fail(`above ${size}: ${got.join()}`);
      }
    }
  });

  it('keeps a NaN whose payload lies in the lost bits a NaN', () => {
    expect(floatToBfloat16(0x7f800001)).toBe(0x7fc0);
    expect(floatToBfloat16(0xff80ffff)).toBe(0xffc0);
  });
});
