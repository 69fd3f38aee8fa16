import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { git } from './git.ts';

/** From path to text; what is not text becomes JSON, and `undefined` is left out. */
export type Tree = Readonly<Record<string, unknown>>;

/** A temporary folder with these files in it, removed when the test ends. */
export function tempTree(tree: Tree): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ostinato-test-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeTree(root, tree);
  return root;
}

/** Writes files below a folder that is there. */
export function writeTree(root: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** The same as a git repository with one commit on `main`. */
export function tempRepository(tree: Tree): string {
  const root = tempTree(tree);
  git(root, 'init', '--quiet', '--initial-branch=main');
  commit(root);
  return root;
}

/** Commits everything, without asking for the settings of whoever runs the test. */
export function commit(root: string): void {
  git(root, 'add', '--all');
  const settings = ['user.name=test', 'user.email=test@localhost', 'commit.gpgsign=false', 'core.hooksPath=/dev/null'];
  git(root, ...settings.flatMap((each) => ['-c', each]), 'commit', '--quiet', '--allow-empty', '--message=test');
}
