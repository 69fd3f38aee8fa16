import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Copies what git keeps or would keep of the repository at `root` to a new folder, and gives its path. */
export function copyTree(root: string): string {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  const paths = list.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  if (paths.length === 0) throw new Error(`${root}: git lists no files`);
  const copy = mkdtempSync(join(tmpdir(), 'ostinato-templates-'));
  for (const path of paths) cpSync(join(root, path), join(copy, path));
  execFileSync('git', ['init', '--quiet'], { cwd: copy }); // the formatter asks git what to leave out
  return copy;
}
