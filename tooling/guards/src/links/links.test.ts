import { expect, it } from 'vitest';
import { tempRepository, tempTree } from '@ostinato-workspace/workspace/testing';
import { checkLinks } from './links.ts';

/** What is wrong with `docs/page.md` of this text in a small repository. */
function problemsOf(text: string): readonly string[] {
  return checkLinks(
    tempRepository({
      '.gitignore': 'dist/',
      'README.md': '# Title\n\n## What `x` is\n\n<a id="own"></a>\n',
      'dist/index.js': '',
      'docs/page.md': text,
      'docs/my picture.png': '',
    }),
  ).problems;
}

it.each([
  '[a file](../README.md), [a folder](..) and [another](../docs/)',
  '[a heading](../README.md#what-x-is) and [an anchor](../README.md#own)',
  '# Here\n\n[here](#here)',
  '![a picture](my%20picture.png)',
  '[from the root](/README.md)',
  '[reference][r]\n\n[r]: ../README.md',
  '[elsewhere](https://example.com/nothing) <mailto:a@example.com>',
  '`[code](nowhere.md)`\n\n```md\n[code](nowhere.md)\n```',
])('accepts %j', (text) => {
  expect(problemsOf(text)).toEqual([]);
});

it.each([
  ['[a file](nowhere.md)', /^docs\/page.md:1: nowhere.md: no such file in the repository: docs\/nowhere.md$/],
  ['\n\n| table |\n|---|\n| [a](nowhere.md) |', /nowhere.md: no such file/],
  ['![a picture](nowhere.png)', /nowhere.png: no such file/],
  ['[reference][r]\n\n[r]: nowhere.md', /page.md:3: nowhere.md: no such file/],
  ['<img src="nowhere.png">', /nowhere.png: no such file/],
  ['[a heading](../README.md#nothing)', /no such heading in README.md; it has title, what-x-is, own/],
  ['[here](#nothing)', /no such heading in docs\/page.md/],
  ['[built](../dist/index.js)', /no such file/],
  ['[outside](../../etc)', /no such file/],
  ['[other case](../readme.md)', /no such file/],
])('reports %j', (text, message) => {
  expect(problemsOf(text)).toEqual([expect.stringMatching(message)]);
});

it('fails where there is nothing to read', () => {
  expect(() => checkLinks(tempRepository({ 'a.ts': '' }))).toThrow(/no Markdown files found/);
  expect(() => checkLinks(tempTree({ 'README.md': '' }))).toThrow(/not the root of a git repository/);
});
