import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What `git ARGS` prints, run in `root`. Throws what git says if it fails. */
export function git(root: string, ...args: string[]): string {
  // A git hook sets these; they would point every call at the hook's repository.
  const { GIT_DIR: _, GIT_INDEX_FILE: __, GIT_WORK_TREE: ___, ...env } = process.env;
  return execFileSync('git', args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
}

/** The same, or `undefined` if git fails. */
export function tryGit(root: string, ...args: string[]): string | undefined {
  try {
    return git(root, ...args);
  } catch {
    return undefined;
  }
}

/** Throws unless `root` is the top of a git repository's work tree. */
export function checkRepository(root: string): void {
  if (tryGit(root, 'rev-parse', '--show-prefix') !== '') {
    throw new Error(`${root}: not the root of a git repository, and this guard asks git; run it in a clone`);
  }
}

/** Files below `root` that are tracked, or could be: everything that is not ignored. Throws if there are none. */
export function workTreeFiles(root: string, ...patterns: string[]): string[] {
  checkRepository(root);
  const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns);
  const files = paths(listed).filter((path) => existsSync(join(root, path)));
  if (files.length === 0) throw new Error(`${root}: no files found${patterns.map((each) => ` ${each}`)}`);
  return [...new Set(files)].sort();
}

/** Files that differ between `commit` and the work tree, untracked ones included. */
export function changedFiles(root: string, commit: string, folder: string): string[] {
  const changed = git(root, 'diff', '--name-only', '--no-renames', '-z', commit, '--', folder);
  const untracked = git(root, 'ls-files', '-z', '--others', '--exclude-standard', '--', folder);
  return [...paths(changed), ...paths(untracked)];
}

function paths(listed: string): string[] {
  return listed.split('\0').filter((path) => path !== '');
}
