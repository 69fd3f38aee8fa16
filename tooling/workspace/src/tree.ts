import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workTreeFiles } from './git.ts';

/** Copies what git keeps, or would keep, of the repository `from` below the folder `to`. Gives the number of files. */
export function copyTree(from: string, to: string): number {
  const files = workTreeFiles(from);
  for (const path of files) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path), { verbatimSymlinks: true });
  }
  return files.length;
}
