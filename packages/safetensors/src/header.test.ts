import { describe, expect, it } from 'vitest';
import { parseHeader } from './header.ts';

const entry = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';

describe('parseHeader', () => {
  it('reads entries and metadata in the order of the file', () => {
    const { entries, metadata } = parseHeader(
      `{"b":${entry},"__metadata__":{"z":"1","a":""},"a":{"data_offsets":[4,4],"shape":[],"dtype":"BF16"}}  `,
    );
    expect([...entries]).toEqual([
      ['b', { dtype: 'F32', shape: [1], begin: 0, end: 4 }],
      ['a', { dtype: 'BF16', shape: [], begin: 4, end: 4 }],
    ]);
    expect([...metadata.keys()]).toEqual(['z', 'a']);
  });

  it('passes over keys that it does not know', () => {
    const { entries } = parseHeader(`{"a":{"layout":{"x":[1.5,null]},"dtype":"U8","shape":[0],"data_offsets":[0,0]}}`);
    expect(entries.get('a')).toEqual({ dtype: 'U8', shape: [0], begin: 0, end: 0 });
  });

  it('names the tensor, the bad dtype and the nearest good one', () => {
    expect(() => parseHeader(`{"layer.w":${entry.replace('F32', 'f32')}}`)).toThrow(
      /tensor "layer\.w": dtype "f32" is not one of U64, .*; did you mean "F32"\?/,
    );
  });

  it.each([
    [`{"a":${entry},"a":${entry}}`, 'FORMAT_DUPLICATE_NAME', /"a" comes twice/],
    ['{"__metadata__":{},"__metadata__":{}}', 'FORMAT_DUPLICATE_NAME', /"__metadata__" comes twice/],
    ['{"__metadata__":{"k":"1","k":"1"}}', 'FORMAT_INVALID_HEADER_DESERIALIZATION', /metadata key "k" comes twice/],
    [`{"a":{"dtype":"F32",${entry.slice(1)}}`, 'FORMAT_INVALID_HEADER_DESERIALIZATION', /key "dtype" comes twice/],
    ['{"a":{"shape":[],"data_offsets":[0,0]}}', 'FORMAT_INVALID_HEADER_DESERIALIZATION', /gives no "dtype"/],
    ['{"a":{"dtype":"U8","shape":[]}}', 'FORMAT_INVALID_HEADER_DESERIALIZATION', /gives no "data_offsets"/],
    [`{"a":${entry}} {}`, 'FORMAT_INVALID_HEADER_DESERIALIZATION', /expected nothing more/],
  ])('refuses %s', (text, code, message) => {
    expect(() => parseHeader(text)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });
});
