/** Letters and apostrophes in a row, in lower case. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
}

/** The share of a sample's words that occur in a text, 0 to 1; the last word, which may be cut short, does not count. */
export function knownWords(sample: string, text: string): number {
  const known = new Set(wordsOf(text));
  const words = wordsOf(sample).slice(0, -1);
  return words.length === 0 ? 0 : words.filter((word) => known.has(word)).length / words.length;
}
