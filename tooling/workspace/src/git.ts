import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withoutHook } from './environment.ts';

/** What `git ARGS` prints, run in `root`. @throws Error with what git says if it fails */
export function git(root: string, ...args: string[]): string {
  const options = { cwd: root, env: withoutHook(process.env), encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  return execFileSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
}

/** The same, or `undefined` if git fails. */
export function tryGit(root: string, ...args: string[]): string | undefined {
  try {
    return git(root, ...args);
  } catch {
    return undefined;
  }
}

/** Throws unless `root` is the top of a git repository's work tree, with what git says where it refuses. */
export function checkRepository(root: string): void {
  const problem = `${root}: not the root of a git repository that can be read, and this asks git; run it in a clone`;
  let prefix: string;
  try {
    prefix = git(root, 'rev-parse', '--show-prefix');
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`${problem}. ${(stderr ?? message).trim()}`, { cause: error });
  }
  if (prefix !== '') throw new Error(problem);
}

/** Files below `root` that are tracked, or could be: everything that is not ignored. @throws Error if there are none */
export function workTreeFiles(root: string, ...patterns: string[]): string[] {
  checkRepository(root);
  const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns);
  // git also lists tracked files that were deleted since.
  const files = paths(listed).filter((path) => existsSync(join(root, path)));
  if (files.length === 0) throw new Error(`${root}: git lists no files${patterns.map((each) => ` ${each}`).join('')}`);
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
