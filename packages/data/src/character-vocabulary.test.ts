import { ArgumentError, DataError, IndexError } from '@ostinato/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CharacterVocabulary } from './character-vocabulary.ts';

/** Any sequence of UTF-16 units, half surrogate pairs included. */
const anyText = fc
  .array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd7fe, max: 0xe001 })), { minLength: 1 })
  .map((units) => String.fromCharCode(...units));

const awkward = {
  'half pairs': '\ud83d\ude00\ud83d \ude00\ud83d',
  NUL: 'a\0b',
  'byte order mark': '\ufefftext\ufeff',
  'line ends': 'a\r\nb\rc\n',
  'combining marks': 'e\u0301é\u0300',
  'joined emoji': '👨‍👩‍👧‍👦🏳️‍🌈',
};

describe('CharacterVocabulary', () => {
  it('numbers code points in ascending order', () => {
    const vocabulary = CharacterVocabulary.fromText('hello\u{1f600}\uff01');
    expect(vocabulary.characters).toEqual(['e', 'h', 'l', 'o', '\uff01', '\u{1f600}']);
    expect(vocabulary.size).toBe(6);
    expect(vocabulary.unknownId).toBeUndefined();
    expect(vocabulary.encode('hole\u{1f600}')).toEqual(Int32Array.of(1, 3, 2, 0, 5));
    expect(vocabulary.encode('')).toEqual(new Int32Array(0));
    expect(vocabulary.decode([])).toBe('');
  });

  it('gives the same ids whatever the order of the text', () => {
    expect(CharacterVocabulary.fromText('abc').toJSON()).toEqual(CharacterVocabulary.fromText('ccbba').toJSON());
  });

  it('decodes what it encoded, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const vocabulary = CharacterVocabulary.fromText(text);
        expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries(awkward))('decodes what it encoded: %s', (_, text) => {
    const vocabulary = CharacterVocabulary.fromText(text);
    expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
    expect(vocabulary.encode(text).length).toBe(Array.from(text).length);
  });

  it('goes through JSON text unchanged', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.option(fc.constantFrom('a', '\ufffd', '\u{1f600}', '\ud800'), { nil: undefined }),
        (text, unknown) => {
          const vocabulary = CharacterVocabulary.fromText(text, unknown === undefined ? {} : { unknown });
          const back = CharacterVocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)));
          expect(back.toJSON()).toEqual(vocabulary.toJSON());
          expect(back.characters).toEqual(vocabulary.characters);
          expect(back.unknownId).toBe(vocabulary.unknownId);
        },
      ),
    );
  });

  it('names an unknown character, its place and its code point', () => {
    const vocabulary = CharacterVocabulary.fromText('ab');
    expect(() => vocabulary.encode('abé')).toThrow(DataError);
    expect(() => vocabulary.encode('abé')).toThrow(/"é" \(U\+00E9\) at index 2 is not in the vocabulary\. .*unknown/);
    expect(() => vocabulary.encode('a\u{1f600}')).toThrow(/\(U\+1F600\) at index 1/);
    expect(() => vocabulary.encode('\ud83d')).toThrow(/"\\ud83d" \(U\+D83D\) at index 0/);
  });

  it('puts the unknown character in place of those it lacks', () => {
    const vocabulary = CharacterVocabulary.fromText('ab', { unknown: '\ufffd' });
    expect(vocabulary.unknownId).toBe(2);
    expect(vocabulary.decode(vocabulary.encode('a\u{1f600}b'))).toBe('a\ufffdb');
    expect(CharacterVocabulary.fromText('ab', { unknown: 'a' }).encode('xb')).toEqual(Int32Array.of(0, 1));
  });

  it('keeps an unknown half pair apart from a text that ends in the other half', () => {
    const vocabulary = CharacterVocabulary.fromText('a\ud83d', { unknown: '\ude00' });
    expect(vocabulary.toJSON().codePoints).toEqual([97, 0xd83d, 0xde00]);
  });

  it.each([[3], [-1], [0.5], [Number.NaN], ['length']])('refuses to decode the id %s', (id) => {
    const vocabulary = CharacterVocabulary.fromText('abc');
    expect(() => vocabulary.decode([0, id as number])).toThrow(IndexError);
    expect(() => vocabulary.decode([0, id as number])).toThrow(/ids\[1\] must be from 0 to 2, got/);
  });

  it('refuses wrong arguments', () => {
    const fromText: typeof CharacterVocabulary.fromText = (...args) => CharacterVocabulary.fromText(...args);
    expect(() => fromText('')).toThrow(/the text is empty/);
    expect(() => fromText(5 as never)).toThrow(/text must be a string, got 5/);
    expect(() => fromText('a', { unknown: 'xy' })).toThrow(/must be one character.*got "xy"/);
    expect(() => fromText('a', { unknown: '' })).toThrow(ArgumentError);
    expect(() => fromText('a', { unknown: 1 } as never)).toThrow(/a string of one character, got 1/);
    expect(() => fromText('a', { unkown: 'x' } as never)).toThrow(/Did you mean "unknown"/);
    expect(() => fromText('a').encode(null as never)).toThrow(ArgumentError);
    expect(() => fromText('a').decode(null as never)).toThrow(ArgumentError);
  });
});
