import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { changedFiles, checkRepository, git, tryGit, workTreeFiles } from './git.ts';
import { tempRepository, tempTree, writeTree } from './temp-tree.ts';

afterEach(() => vi.unstubAllEnvs());

it('lists what is tracked or could be, and what differs from a commit', () => {
  const root = tempRepository({ '.gitignore': 'dist/', 'a.ts': '', 'dist/a.js': '', 'gone.ts': '' });
  rmSync(join(root, 'gone.ts'));
  writeTree(root, { 'new.ts': '' });
  expect(workTreeFiles(root)).toEqual(['.gitignore', 'a.ts', 'new.ts']);
  expect(workTreeFiles(root, 'n*.ts')).toEqual(['new.ts']);
  expect(changedFiles(root, 'HEAD', '.')).toEqual(['gone.ts', 'new.ts']);
});

it('does not see the repository of a hook', () => {
  const root = tempRepository({ 'a.ts': '' });
  vi.stubEnv('GIT_DIR', '/no/such/folder');
  expect(git(root, 'rev-parse', '--is-inside-work-tree')).toBe('true');
});

it('fails where there is nothing to list, and says what git says', () => {
  expect(() => workTreeFiles(tempRepository({}))).toThrow('git lists no files');
  expect(() => workTreeFiles(tempRepository({ 'a.ts': '' }), '*.md')).toThrow('git lists no files *.md');
  expect(() => checkRepository(tempTree({}))).toThrow(
    /not the root of a git repository.*; run it in a clone. fatal: not/,
  );
  expect(() => checkRepository(join(tempRepository({ 'b/a.ts': '' }), 'b'))).toThrow(/not the root/);
  expect(tryGit(tempTree({}), 'status')).toBeUndefined();
});
