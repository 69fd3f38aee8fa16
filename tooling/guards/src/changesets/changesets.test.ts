import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '@ostinato-workspace/workspace';
import { commit, type Tree, tempRepository, tempTree, writeTree } from '@ostinato-workspace/workspace/testing';
import { checkChangesets } from './changesets.ts';

const manifest = (version: string, name = '@ostinato/a') => JSON.stringify({ name, version }, null, 2);
const tree = (version: string): Tree => ({
  '.changeset/README.md': '# Changesets\n',
  'packages/a/package.json': manifest(version),
  'packages/a/src/index.ts': 'export {};\n',
});
const changeset = { '.changeset/one.md': `---\n'@ostinato/a': patch\n---\n\nWhat is new.\n` };
const problemsOf = (root: string) => checkChangesets(root).problems;

/** A package at 0.1.0 with its tag. */
function released(): string {
  const root = tempRepository(tree('0.1.0'));
  git(root, 'tag', '@ostinato/a@0.1.0');
  return root;
}

it('asks for a changeset of a package that was never released', () => {
  const root = tempRepository(tree('0.0.0'));
  expect(problemsOf(root)).toEqual(['@ostinato/a: was never released, and no pending changeset names it']);
  writeTree(root, changeset);
  expect(problemsOf(root)).toEqual([]);
});

it('reports a changeset that names no package of the workspace', () => {
  const root = released();
  writeTree(root, { '.changeset/one.md': `---\n'@ostinato/b': patch\n---\n\nText.\n` });
  expect(problemsOf(root)).toEqual([expect.stringMatching(/one.md: @ostinato\/b: no such package/)]);
});

describe('since the release', () => {
  it.each([
    ['packages/a/src/index.ts', 'export const a = 1;'],
    ['packages/a/src/new.ts', ''],
    ['packages/a/README.md', '# A'],
  ])('a change of %s needs a changeset', (path, text) => {
    const root = released();
    expect(problemsOf(root)).toEqual([]);
    writeTree(root, { [path]: text });
    const problem = `@ostinato/a: ${path} changed since 0.1.0, and no pending changeset names the package`;
    expect(problemsOf(root)).toEqual([problem]);
    commit(root);
    expect(problemsOf(root)).toEqual([problem]);
    writeTree(root, changeset);
    expect(problemsOf(root)).toEqual([]);
  });

  it.each(['src/a.test.ts', 'src/a.bench.ts', 'src/fixtures/a.ts', 'vitest.config.ts', 'tsconfig.json'])(
    'a change of %s needs none',
    (path) => {
      const root = released();
      writeTree(root, { [`packages/a/${path}`]: '{}' });
      expect(problemsOf(root)).toEqual([]);
    },
  );

  it('a deleted file needs a changeset', () => {
    const root = released();
    rmSync(join(root, 'packages/a/src/index.ts'));
    expect(problemsOf(root)).toEqual([expect.stringMatching(/index.ts changed since 0.1.0/)]);
  });

  it('asks for tags where there are none', () => {
    const root = tempRepository(tree('0.1.0'));
    expect(problemsOf(root)).toEqual([expect.stringMatching(/no tag @ostinato\/a@0.1.0 .*git fetch --tags/)]);
  });
});

describe('while a release is made', () => {
  it('asks for nothing until its tag is there, except for later changes', () => {
    const root = released();
    writeTree(root, { 'packages/a/src/index.ts': 'export const a = 1;', 'packages/a/package.json': manifest('0.2.0') });
    expect(problemsOf(root)).toEqual([]);
    commit(root);
    expect(problemsOf(root)).toEqual([]);
    writeTree(root, { 'packages/a/src/index.ts': 'export const b = 1;' });
    expect(problemsOf(root)).toEqual([expect.stringMatching(/index.ts changed since 0.2.0/)]);
    commit(root);
    expect(problemsOf(root)).toEqual([expect.stringMatching(/no tag @ostinato\/a@0.2.0/)]);
  });

  it('knows a release that is made on a branch', () => {
    const root = branch(released());
    writeTree(root, { 'packages/a/package.json': manifest('0.2.0') });
    commit(root);
    commit(root);
    expect(problemsOf(root)).toEqual([]);
  });
});

/** Makes the present commit origin/main. */
function branch(root: string): string {
  git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  commit(root);
  return root;
}

describe('on a branch', () => {
  it('asks for a changeset of its own', () => {
    const root = tempRepository({ ...tree('0.0.0'), ...changeset });
    branch(root);
    expect(problemsOf(root)).toEqual([]);
    writeTree(root, { 'packages/a/src/index.ts': 'export const a = 1;' });
    expect(problemsOf(root)).toEqual([expect.stringMatching(/index.ts changed on this branch, and none of its/)]);
    writeTree(root, { '.changeset/two.md': changeset['.changeset/one.md'] });
    expect(problemsOf(root)).toEqual([]);
    commit(root);
    expect(problemsOf(root)).toEqual([]);
  });

  it('counts an older changeset that it rewrites', () => {
    const root = branch(tempRepository({ ...tree('0.0.0'), ...changeset }));
    writeTree(root, { 'packages/a/src/index.ts': '', '.changeset/one.md': `${changeset['.changeset/one.md']}\nMore.` });
    expect(problemsOf(root)).toEqual([]);
  });

  it('fails where there is no main to compare with, except on main and at a detached HEAD', () => {
    const root = released();
    const { figures } = checkChangesets(root);
    expect(figures).toBe('0 pending for 1 packages, main compared with releases only');
    git(root, 'checkout', '--quiet', '-b', 'topic');
    expect(() => checkChangesets(root)).toThrow(
      /no origin\/main .* branch topic with; fetch it: git fetch origin main/,
    );
    git(root, 'checkout', '--quiet', '--detach');
    expect(checkChangesets(root).figures).toContain('a detached HEAD compared with releases only');
    branch(root);
    expect(checkChangesets(root).figures).toMatch(/a detached HEAD compared with origin\/main at [0-9a-f]{7}$/);
  });

  it('fails where its history is cut off', () => {
    const root = released();
    const other = git(root, 'rev-parse', 'HEAD');
    git(root, 'checkout', '--quiet', '--orphan', 'other');
    writeTree(root, { 'README.md': '' }); // or it would be the same commit
    commit(root);
    git(root, 'update-ref', 'refs/remotes/origin/main', other);
    expect(() => problemsOf(root)).toThrow(/git fetch --unshallow/);
  });
});

it('fails without a repository, changesets or packages', () => {
  expect(() => problemsOf(tempTree(tree('0.0.0')))).toThrow(/not the root of a git repository/);
  expect(() => problemsOf(tempRepository({ ...tree('0.0.0'), '.changeset/README.md': undefined }))).toThrow(
    /.changeset is missing/,
  );
  expect(() => problemsOf(tempRepository({ 'README.md': '' }))).toThrow(/no packages found/);
});
