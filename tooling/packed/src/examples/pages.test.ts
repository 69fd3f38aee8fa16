import { expect, it } from 'vitest';
import { tempRepository } from '@ostinato-workspace/workspace/testing';
import { readExamples } from './pages.ts';

const fence = '```';
const install = `${fence}sh\nnpm install --save-dev @o/a @o/b@1 # both\n${fence}\n`;
const block = (language: string, ...code: string[]) => `${fence}${language}\n${code.join('\n')}\n${fence}\n`;

/** The examples and problems of a package's README beside an empty one of the root. */
const read = (text: string) => {
  const root = tempRepository({
    '.gitignore': 'docs/api/',
    'README.md': '',
    'packages/a/README.md': text,
    'docs/deep/page.md': block('js', 'page();'),
    'docs/api/page.md': block('js', 'generated();'),
    'apps/b/README.md': block('js', 'app();'),
  });
  return readExamples(root, ['packages/a']);
};

it('finds the examples of all pages, in lists too, with the lines of the page', () => {
  const { examples, problems } = read(`${install}\n- list\n\n  ${fence}ts\n  const a = 1;\n  a;\n  ${fence}\n`);
  expect(problems).toEqual([]);
  expect(examples.map(({ path, lines, code }) => [path, lines, code])).toEqual([
    ['packages/a/README.md', [8, 9], 'const a = 1;\na;'],
    ['docs/deep/page.md', [2], 'page();'],
  ]);
});

it('joins what is continued and marks fragments', () => {
  const [first, second] = read(
    `${block('ts', 'one;')}\n${block('ts continued', 'two;')}\n${block('ts fragment', '...')}`,
  ).examples;
  expect(first).toMatchObject({ code: 'one;\ntwo;', lines: [2, 6], isFragment: false });
  expect(second).toMatchObject({ code: '...', isFragment: true });
});

it.each([
  [
    'a package without an example that runs',
    install + block('ts fragment', 'a;'),
    'README.md: has no example that runs',
  ],
  ['an example without npm install', block('ts', 'a;'), 'no sh block with the npm install'],
  ['a package that is not installed', install + block('ts', `import { c } from '@o/c/deep';`), 'imports @o/c, which'],
  ['an import in another style', install + block('ts', `import { c } from "@o/c"`), 'imports @o/c, which'],
  ['an import of many lines', install + block('ts', 'import {', '  c,', `} from '@o/c';`), 'imports @o/c, which'],
  ['another name of a language', block('typescript', 'a;'), 'README.md:2: write js or ts for typescript'],
  ['an unknown word', block('ts skip', 'a;'), 'README.md:2: skip: expected nothing, fragment or continued'],
  ['a block that continues nothing', block('ts continued', 'a;'), 'README.md:2: continued, but no ts example'],
])('reports %s', (_, text, problem) => expect(read(text).problems.join('\n')).toContain(problem));

it('accepts what is installed, comes with Node or is a file', () => {
  const code = [
    `import { a } from '@o/a/deep';`,
    `import type { B } from '@o/b';`,
    `import 'node:fs';`,
    `import './c.ts';`,
  ];
  expect(read(install + block('ts', ...code)).problems).toEqual([]);
});

it('reports a README that is missing', () => {
  expect(readExamples(tempRepository({ 'README.md': '' }), ['packages/a']).problems).toEqual([
    'packages/a/README.md: is missing',
  ]);
});
