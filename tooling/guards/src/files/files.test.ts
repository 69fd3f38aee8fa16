import { expect, it } from 'vitest';
import { tempRepository, tempTree } from '@ostinato-workspace/workspace/testing';
import { checkFiles } from './files.ts';

const lines = (count: number) => 'x;\n'.repeat(count);

/** Files of these lengths. */
function repository(...counts: number[]): string {
  return tempRepository(Object.fromEntries(counts.map((count, index) => [`src/n${index}.ts`, lines(count)])));
}

it('prints the figures, without fixtures and what is ignored', () => {
  const root = tempRepository({
    '.gitignore': 'dist/',
    'src/a.ts': lines(30),
    'src/a.test.ts': lines(60),
    'src/fixtures/long.ts': lines(1000),
    'dist/a.js': lines(1000),
    'README.md': lines(1000),
  });
  expect(checkFiles(root)).toEqual({
    problems: [],
    figures: '2 files: median 30 lines, 95th percentile 60, longest 60; tests to sources 60/30 = 2.00',
  });
});

it('reports a long file', () => {
  expect(checkFiles(repository(...Array<number>(30).fill(10), 401)).problems).toEqual([
    'src/n30.ts: 401 lines, at most 400',
  ]);
});

it('reports too many long files', () => {
  expect(checkFiles(repository(10, 91, 92)).problems).toEqual(['the median file has 91 lines, at most 90']);
  expect(checkFiles(repository(10, 10, 251)).problems).toEqual([
    expect.stringMatching(/95th percentile is 251 lines, at most 250; .*n2.ts \(251\)/),
  ]);
});

it('fails where there is nothing to measure', () => {
  expect(() => checkFiles(tempRepository({ 'README.md': '#' }))).toThrow(/git lists no files/);
  expect(() => checkFiles(tempTree({ 'a.ts': 'x;' }))).toThrow(/not the root of a git repository/);
});
