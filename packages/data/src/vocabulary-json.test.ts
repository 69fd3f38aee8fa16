import { FormatError } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { checkVocabularyJson } from './vocabulary-json.ts';

const good = { format: 'ostinato.characters', version: 1, codePoints: [0, 97, 0xd800, 0x10ffff], unknown: 97 } as const;

describe('checkVocabularyJson', () => {
  it('accepts what it should', () => {
    expect(checkVocabularyJson(good)).toEqual(good);
    expect(checkVocabularyJson({ ...good, unknown: null, extra: 1 })).toEqual({ ...good, unknown: null });
  });

  it.each([
    [null, /what toJSON gave, got null/],
    [7, /got 7/],
    ['{"format":', /JSON\.parse/],
    [[], /format "ostinato\.characters", got undefined/],
    [{ ...good, format: 'x' }, /format .* got "x"/],
    [{ ...good, version: 2 }, /version 1 .* got 2/],
    [{ ...good, codePoints: 'abc' }, /a list of codePoints, got "abc"/],
    [{ ...good, codePoints: [] }, /a list of codePoints/],
    [{ ...good, codePoints: [97, 97] }, /codePoints\[1\] to be a code point above 97, got 97/],
    [{ ...good, codePoints: [98, 97] }, /codePoints\[1\]/],
    [{ ...good, codePoints: [97, 0x110000] }, /codePoints\[1\]/],
    [{ ...good, codePoints: [-1, 97] }, /codePoints\[0\]/],
    [{ ...good, codePoints: [97.5] }, /codePoints\[0\]/],
    [{ ...good, codePoints: ['a', 97] }, /codePoints\[0\].*got "a"/],
    [{ ...good, unknown: 98 }, /unknown to be null or a listed code point, got 98/],
    [{ ...good, unknown: undefined }, /unknown to be null/],
  ])('refuses %j', (json, message) => {
    expect(() => checkVocabularyJson(json)).toThrow(FormatError);
    expect(() => checkVocabularyJson(json)).toThrow(message);
  });
});
