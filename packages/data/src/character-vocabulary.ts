import { ArgumentError, checkOptions, DataError, describe, IndexError, typeError } from '@ostinato/base';
import { checkVocabularyJson, type VocabularyJson } from './vocabulary-json.ts';

/** Options of `CharacterVocabulary.fromText`. */
export interface CharacterVocabularyOptions {
  /** One character to stand for every character that the vocabulary lacks, such as `'\ufffd'`. Default: none. */
  readonly unknown?: string;
}

/**
 * The characters of a text and a number for each: ids count up from 0 in the order of Unicode code points, so the
 * same characters always get the same ids. A character is a code point: an emoji may be several ids, half of a
 * surrogate pair is one, and nothing is normalized, so `decode(encode(text)) === text` for every text.
 *
 * @example
 * const vocabulary = CharacterVocabulary.fromText('hello'); // e h l o
 * vocabulary.encode('hole'); // Int32Array [1, 3, 2, 0]
 */
export class CharacterVocabulary {
  /** The characters in the order of their ids. */
  readonly characters: readonly string[];
  /** The id of the character that stands for unknown ones; `undefined` when there is none. */
  readonly unknownId: number | undefined;
  readonly #ids: ReadonlyMap<number, number>;

  private constructor(codePoints: readonly number[], unknown: number | null) {
    this.characters = codePoints.map((codePoint) => String.fromCodePoint(codePoint));
    this.#ids = new Map(codePoints.map((codePoint, id) => [codePoint, id]));
    this.unknownId = unknown === null ? undefined : this.#ids.get(unknown);
  }

  /** The vocabulary of all characters of a text. @throws ArgumentError for an empty text or a wrong option */
  static fromText(text: string, options: CharacterVocabularyOptions = {}): CharacterVocabulary {
    const where = 'CharacterVocabulary.fromText';
    if (typeof text !== 'string') throw typeError(where, 'text', 'a string', text);
    checkOptions(where, options, ['unknown']);
    if (text === '') throw new ArgumentError(`${where}: the text is empty.`, { code: 'ARGUMENT_TOO_SHORT' });
    const found = new Set<number>();
    for (const character of text) found.add(character.codePointAt(0)!);
    const unknown = options.unknown === undefined ? null : singleCodePoint(where, options.unknown);
    if (unknown !== null) found.add(unknown);
    return new CharacterVocabulary(
      [...found].sort((a, b) => a - b),
      unknown,
    );
  }

  /** The vocabulary that `toJSON` described; any value is checked. @throws FormatError */
  static fromJSON(json: unknown): CharacterVocabulary {
    const { codePoints, unknown } = checkVocabularyJson(json);
    return new CharacterVocabulary(codePoints, unknown);
  }

  /** The number of characters; ids are 0 to `size - 1`. */
  get size(): number {
    return this.characters.length;
  }

  /**
   * The ids of a text, one a code point.
   * @throws DataError with code `DATA_UNKNOWN_CHARACTER` that names a character the vocabulary lacks, unless it was
   * made with `unknown`
   */
  encode(text: string): Int32Array {
    if (typeof text !== 'string') throw typeError('CharacterVocabulary.encode', 'text', 'a string', text);
    const ids = new Int32Array(text.length);
    let count = 0;
    for (let at = 0; at < text.length; count++) {
      const codePoint = text.codePointAt(at)!;
      const id = this.#ids.get(codePoint) ?? this.unknownId;
      if (id === undefined) throw unknownCharacter(codePoint, at);
      ids[count] = id;
      at += codePoint > 0xffff ? 2 : 1;
    }
    return count === ids.length ? ids : ids.slice(0, count);
  }

  /** The text of ids. @throws IndexError that names an id outside 0 to `size - 1` and its place */
  decode(ids: ArrayLike<number>): string {
    const where = 'CharacterVocabulary.decode';
    if (typeof ids?.length !== 'number') throw typeError(where, 'ids', 'an Int32Array or an array of numbers', ids);
    let text = '';
    for (let at = 0; at < ids.length; at++) {
      const character = this.characters[ids[at]!];
      if (typeof character !== 'string') {
        throw new IndexError(`${where}: ids[${at}] must be from 0 to ${this.size - 1}, got ${describe(ids[at])}.`);
      }
      text += character;
    }
    return text;
  }

  /** The vocabulary as plain JSON, for a checkpoint. */
  toJSON(): VocabularyJson {
    const codePoints = this.characters.map((character) => character.codePointAt(0)!);
    const unknown = this.unknownId === undefined ? null : codePoints[this.unknownId]!;
    return { format: 'ostinato.characters', version: 1, codePoints, unknown };
  }
}

function singleCodePoint(where: string, unknown: unknown): number {
  if (typeof unknown !== 'string') throw typeError(where, 'unknown', 'a string of one character', unknown);
  const [first, ...more] = unknown;
  if (first !== undefined && more.length === 0) return first.codePointAt(0)!;
  throw new ArgumentError(`${where}: unknown must be one character (code point), got ${describe(unknown)}.`);
}

function unknownCharacter(codePoint: number, at: number): DataError {
  const name = `${describe(String.fromCodePoint(codePoint))} (U+${codePoint.toString(16).toUpperCase().padStart(4, '0')})`;
  const cure = 'Make the vocabulary from a text that has it, or with fromText(text, { unknown: "\ufffd" })';
  return new DataError(`CharacterVocabulary.encode: ${name} at index ${at} is not in the vocabulary. ${cure}.`, {
    code: 'DATA_UNKNOWN_CHARACTER',
  });
}
