import { describe, FormatError } from '@ostinato/base';

/** A character vocabulary as plain JSON. Numbers, not text: half of a surrogate pair would not survive UTF-8. */
export interface VocabularyJson {
  /** Tells it from other files. */
  readonly format: 'ostinato.characters';
  /** Of this layout. */
  readonly version: 1;
  /** The Unicode code points in ascending order; a character's id is its place in this list. */
  readonly codePoints: readonly number[];
  /** The code point that stands for unknown characters, one of the list, or `null`. */
  readonly unknown: number | null;
}

function invalid(expected: string, got: unknown): FormatError {
  const message = `CharacterVocabulary.fromJSON: expected ${expected}, got ${describe(got)}.`;
  return new FormatError(message, { code: 'FORMAT_VOCABULARY' });
}

/** Checks that a value from a file is a vocabulary, and returns it. @throws FormatError with code `FORMAT_VOCABULARY` */
export function checkVocabularyJson(json: unknown): VocabularyJson {
  if (typeof json === 'string') throw invalid('what toJSON gave (use JSON.parse on the text first)', json);
  if (typeof json !== 'object' || json === null) throw invalid('what toJSON gave', json);
  const { format, version, codePoints, unknown } = json as Partial<VocabularyJson>;
  if (format !== 'ostinato.characters') throw invalid('format "ostinato.characters"', format);
  if (version !== 1) throw invalid('version 1 (a newer one needs a newer @ostinato/data)', version);
  if (!Array.isArray(codePoints) || codePoints.length === 0) throw invalid('a list of codePoints', codePoints);
  let last = -1;
  for (const [id, codePoint] of (codePoints as unknown[]).entries()) {
    if (!Number.isInteger(codePoint) || (codePoint as number) <= last || (codePoint as number) > 0x10ffff) {
      throw invalid(`codePoints[${id}] to be a code point above ${last}`, codePoint);
    }
    last = codePoint as number;
  }
  if (unknown !== null && !codePoints.includes(unknown))
    throw invalid('unknown to be null or a listed code point', unknown);
  return { format, version, codePoints, unknown: unknown as number | null };
}
