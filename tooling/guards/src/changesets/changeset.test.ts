import { expect, it } from 'vitest';
import { checkChangeset, parseChangeset } from './changeset.ts';

const parse = (content: string) => parseChangeset('.changeset/x.md', content);
const problemsOf = (content: string) => checkChangeset(parse(content), ['@ostinato/a', 'ostinato']);

it('reads packages, bumps and text', () => {
  const { bumps, text } = parse(
    `---\n'@ostinato/a': minor\n"@ostinato/b": patch\nostinato: major\n---\n\nOne.\nTwo.\n`,
  );
  expect(Object.fromEntries(bumps)).toEqual({ '@ostinato/a': 'minor', '@ostinato/b': 'patch', ostinato: 'major' });
  expect(text).toBe('One.\nTwo.');
});

it('accepts what changesets writes', () => {
  expect(problemsOf(`---\r\n'@ostinato/a': minor\r\n---\r\n\r\nWhat is new.\r\n`)).toEqual([]);
});

it.each([
  [`---\n'@ostinato/b': minor\n---\n\nText.`, /@ostinato\/b: no such package/],
  [`---\n'@ostinato/a': big\n---\n\nText.`, /"big", expected patch, minor or major/],
  [`---\n'@ostinato/a': minor\n---\n\n`, /says nothing/],
  [`---\n---\n\nText.`, /names no package/],
])('reports %j', (content, message) => {
  expect(problemsOf(content)).toEqual([expect.stringMatching(message)]);
});

it('throws at what it cannot read', () => {
  expect(() => parse('Text.')).toThrow(/x.md: has no front matter/);
  expect(() => parse('---\n- a\n---\nText.')).toThrow(/"- a" is not of the form/);
});
