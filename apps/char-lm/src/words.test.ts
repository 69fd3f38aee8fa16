import { expect, it } from 'vitest';
import { knownWords } from './words.ts';

it('counts the words of a sample that the text has, without the last', () => {
  expect(knownWords("The whale's blorp, the wha", "THE WHALE'S way")).toBe(3 / 4);
  expect(knownWords('', 'text')).toBe(0);
});
