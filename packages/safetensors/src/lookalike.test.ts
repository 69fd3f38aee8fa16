import { describe, expect, it } from 'vitest';
import { lookalike } from './lookalike.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe('lookalike', () => {
  it.each([
    ['PK\x03\x04\0\0', /zip archive.*PyTorch/],
    ['\x80\x02\x8a\x0a\x6c\xfc', /PyTorch file of the old kind/],
    ['\x80\x04\x95', /pickle/],
    ['\x89HDF\r\n', /HDF5/],
    ['\x93NUMPY\x01', /NumPy/],
    ['GGUF\x03', /GGUF/],
    ['\x1f\x8b\x08', /gzip/],
    ['version https://git-lfs.github.com/spec/v1', /git lfs pull/],
    ['<!DOCTYPE html><html>', /HTML page/],
    ['\xef\xbb\xbf\n  <HTML lang="en">', /HTML page/],
    ['{"format": "layers-model"}', /JSON text/],
    ['\0'.repeat(80), /zeros/],
  ])('recognizes %j', (start, kind) => {
    expect(lookalike(latin(start))).toMatch(kind);
  });

  it('says nothing of other bytes', () => {
    expect(lookalike(new Uint8Array(0))).toBe('');
    expect(lookalike(latin('\x80\x02\0\0\0\0\0\0{"a":'))).toBe('');
    expect(lookalike(latin('\x10\0\0\0\0\0\0\0{"a":'))).toBe('');
    expect(lookalike(latin('\0\0'))).toBe('');
  });
});
