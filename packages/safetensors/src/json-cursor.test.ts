import { FormatError } from '@ostinato/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonCursor } from './json-cursor.ts';

const skipAll = (text: string): void => {
  const cursor = new JsonCursor(text);
  cursor.skip();
  cursor.end();
};
const integer = (text: string): number => {
  const cursor = new JsonCursor(text);
  const value = cursor.integer();
  cursor.end();
  return value;
};
const accepts = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return false;
  }
};

describe('JsonCursor', () => {
  it('reads keys and values in order, white space anywhere', () => {
    const cursor = new JsonCursor(' {\n"a" : [1 ,\t2], "b":[ ]\r} ');
    const seen: unknown[] = [];
    cursor.object((key) => {
      const items: number[] = [];
      cursor.array(() => items.push(cursor.integer()));
      seen.push([key, items]);
    });
    cursor.end();
    expect(seen).toEqual([
      ['a', [1, 2]],
      ['b', []],
    ]);
  });

  it('reads every string that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(new JsonCursor(JSON.stringify(text)).string()).toBe(text);
      }),
    );
    expect(new JsonCursor('"\\ud83d\\ude00\\/\\u0041"').string()).toBe('\u{1f600}/A');
  });

  it.each(['"', '"a', '"\n"', '"\\x"', '"\\u12"', '"\\ud83d"', '"\\ude00\\ud83d"', '"\\', 'a', ''])(
    'refuses the string %j',
    (text) => {
      expect(() => new JsonCursor(text).string()).toThrow(FormatError);
    },
  );

  it('accepts any JSON value and nothing else when it skips', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(), fc.string({ maxLength: 1 }), (text, at, piece) => {
        skipAll(text);
        const cut = at % (text.length + 1);
        const damaged = text.slice(0, cut) + piece + text.slice(cut + 1);
        if (/\d{20}|\p{Surrogate}|\\u/u.test(damaged)) return; // stricter than JSON.parse on purpose
        expect(accepts(() => skipAll(damaged))).toBe(accepts(() => wrapped(damaged)));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['0', '7', '9007199254740991'])('reads the whole number %s', (text) => {
    expect(integer(text)).toBe(Number(text));
  });

  it.each(['-1', '-0', '1.0', '1e2', '01', '"1"', 'NaN', '', '0x1', '+1', 'null'])('refuses the number %j', (text) => {
    expect(() => integer(text)).toThrow(FormatError);
  });

  it('refuses numbers that a double cannot hold, however long', () => {
    expect(() => integer('9007199254740992')).toThrow(/9007199254740992 is above the limit/);
    expect(() => integer('9'.repeat(5_000_000))).toThrow(FormatError);
    expect(() => skipAll('9'.repeat(5_000_000))).toThrow(FormatError);
  });

  it('refuses deep nesting instead of overflowing the stack', () => {
    expect(() => skipAll('['.repeat(50_000))).toThrow(/deeper than 64/);
    expect(() => skipAll('{"a":'.repeat(50_000))).toThrow(/deeper than 64/);
    skipAll('['.repeat(60) + ']'.repeat(60));
  });

  it('says where it stands, what it expected and what came', () => {
    const cursor = new JsonCursor('{"a" 1}');
    cursor.subject = 'weight';
    expect(() => cursor.object(() => cursor.skip())).toThrow(
      'decodeSafetensors: tensor "weight": expected ":" at character 5 of the header, got "1}".',
    );
    expect(() => new JsonCursor('{').object(() => undefined)).toThrow(/got the end of the header/);
  });
});

function wrapped(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new FormatError('JSON.parse refuses it');
  }
}
