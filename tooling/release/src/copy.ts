import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPackages } from './packages.ts';
import { type Place, run } from './run.ts';

/**
 * Copies what git knows of the workspace `from`, or would add, and the packages' built dist. Gives the number of files
 * without the built ones.
 */
export async function copyWorkspace(from: Place, to: string): Promise<number> {
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], from);
  // git also lists tracked files that were deleted since.
  const files = [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(from.cwd, path)));
  for (const path of files) copy(from.cwd, to, path);
  for (const { path } of readPackages(to)) {
    if (!existsSync(join(from.cwd, path, 'dist'))) throw new Error(`${path}/dist is missing: npm run build makes it`);
    copy(from.cwd, to, `${path}/dist`);
  }
  return files.length;
}

function copy(from: string, to: string, path: string): void {
  mkdirSync(dirname(join(to, path)), { recursive: true });
  cpSync(join(from, path), join(to, path), { recursive: true, verbatimSymlinks: true });
}
