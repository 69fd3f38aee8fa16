import { fileURLToPath } from 'node:url';
import { tempTree, writeTree } from '@ostinato-workspace/workspace/testing';
import { describe, expect, it } from 'vitest';
import { type Kind, kinds } from './kinds.ts';
import { planFor } from './plan.ts';
import { Refusal } from './refusal.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
describe.each(Object.keys(kinds) as Kind[])('a plan for a new %s', (kind) => {
  const { made, changed } = planFor(root, kind, 'brand-new');

  it('makes sources with a test and leaves no placeholder behind', () => {
    expect(made.some(({ path }) => path.endsWith('.test.ts'))).toBe(true);
    for (const { path, text } of [...made, ...changed]) {
      expect(path).not.toMatch(/__|\.tmpl$/);
      expect({ path, placeholders: text.match(/__[a-z]+__/gi) }).toEqual({ path, placeholders: null });
    }
  });

  it('finds the place of each of its lines in this repository', () => {
    expect(new Set(changed.map(({ path }) => path))).toEqual(new Set(kinds[kind].insertions.map(({ path }) => path)));
  });
});

it('gives cells their ending once', () => {
  const [short, long] = ['janet', 'janet-cell'].map((name) => planFor(root, 'cell', name));
  expect(short).toEqual(long);
  expect(short!.made.map(({ path }) => path)).toContain('packages/cells/src/janet-cell.ts');
});

it('writes no second row for a package that the table of arrows has already', () => {
  const table = 'tooling/boundaries/src/table.ts';
  expect(planFor(root, 'package', 'brand-new').changed.map(({ path }) => path)).toContain(table);
  expect(planFor(root, 'package', 'seq2seq').changed.map(({ path }) => path)).not.toContain(table);
});

it.each([
  ['op', 'softmax', 'packages/tensor exports softmax'],
  ['op', 'add', 'packages/tensor exports add'],
  ['op', 'scan', 'packages/tensor exports it'],
  ['op', 'define-binary', 'packages/tensor/src/ops/define-binary.ts exists'],
  ['cell', 'lstm', 'packages/cells/src/lstm-cell.ts exists'],
  ['package', 'cells', 'there is packages/cells'],
  ['package', 'char-lm', 'there is apps/char-lm'],
  ['package', 'ostinato', 'there is packages/ostinato'],
  ['app', 'golden', 'there is tooling/golden'],
  ['package', 'opaque', 'a project of vitest is called so'],
  ['package', 'fixtures', 'the formatter and the linter leave out'],
  ['app', 'dist', 'git leaves out'],
  ['app', 'CharLm', 'Did you mean char-lm?'],
] satisfies [Kind, string, string][])('refuses %s %s', (kind, name, says) => {
  expect(() => planFor(root, kind, name)).toThrow(Refusal);
  expect(() => planFor(root, kind, name)).toThrow(says);
});

it('refuses where a file that it changes is not there, or has no place for the line', () => {
  const empty = tempTree({});
  expect(() => planFor(empty, 'cell', 'janet')).toThrow('packages/cells/src/index.ts is not there');
  writeTree(empty, { 'packages/cells/src/index.ts': '// nothing yet\n' });
  expect(() => planFor(empty, 'cell', 'janet')).toThrow('no line matches');
});

it('fails where a kind has no template', () => {
  expect(() => planFor(root, 'app', 'brand-new', tempTree({}))).toThrow(/ENOENT|no file that ends in/);
});

it('fails where it finds no projects of vitest', () => {
  const table = { 'tooling/boundaries/src/table.ts': '', 'README.md': '' };
  expect(() => planFor(tempTree(table), 'package', 'brand-new')).toThrow('no vitest.config.ts found');
});
