import { describe, expect, it } from 'vitest';
import type { HeaderEntry } from './header.ts';
import { checkLayout } from './layout.ts';

const bytes = (begin: number, end: number, shape = [end - begin]): HeaderEntry => ({ dtype: 'U8', shape, begin, end });
const layout = (...entries: HeaderEntry[]): Map<string, HeaderEntry> =>
  new Map(entries.map((entry, i) => [`t${i}`, entry]));

describe('checkLayout', () => {
  it('accepts tensors end to end in any order, empty ones anywhere between', () => {
    checkLayout(layout(), 0);
    checkLayout(layout(bytes(3, 8), bytes(0, 3), bytes(3, 3), bytes(8, 8), bytes(0, 0)), 8);
  });

  it.each([
    [layout(bytes(4, 2)), 4, 'FORMAT_INVALID_OFFSET', /\[4, 2\] end before they begin/],
    [layout(bytes(0, 4), bytes(0, 4)), 4, 'FORMAT_INVALID_OFFSET', /"t1".*overlap a tensor that ends at 4/],
    [layout(bytes(0, 4), bytes(3, 6)), 6, 'FORMAT_INVALID_OFFSET', /overlap/],
    [layout(bytes(0, 4), bytes(2, 2)), 4, 'FORMAT_INVALID_OFFSET', /overlap/],
    [layout(bytes(0, 4), bytes(6, 8)), 8, 'FORMAT_INVALID_OFFSET', /leave a hole after byte 4/],
    [layout(bytes(2, 4)), 4, 'FORMAT_INVALID_OFFSET', /hole after byte 0/],
    [layout(bytes(0, 4, [5])), 4, 'FORMAT_TENSOR_INVALID_INFO', /shape \[5\] of U8 takes 5 bytes, its offsets hold 4/],
    [layout(bytes(0, 4, [2 ** 32, 2 ** 32])), 4, 'FORMAT_VALIDATION_OVERFLOW', /more than 2\^53 - 1 bytes/],
    [layout(bytes(0, 4, Array(99).fill(2))), 4, 'FORMAT_VALIDATION_OVERFLOW', /\[2, 2, 2, 2, 2, 2, 2, 2, …\]/],
    [layout(bytes(0, 4)), 3, 'FORMAT_METADATA_INCOMPLETE_BUFFER', /describes 4 bytes of data, 3 bytes.*cut off/],
    [layout(bytes(0, 4)), 9, 'FORMAT_METADATA_INCOMPLETE_BUFFER', /9 bytes.*belong to no tensor/],
  ])('refuses a bad layout (%#)', (entries, available, code, message) => {
    const expected = expect.objectContaining({ code, message: expect.stringMatching(message) });
    expect(() => checkLayout(entries, available)).toThrow(expected);
  });
});
