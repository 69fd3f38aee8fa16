import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyTree, readPackages } from '@ostinato-workspace/workspace';

/** Copies a workspace and the packages' built dist. Gives the number of files without the built ones. */
export function copyWorkspace(from: string, to: string): number {
  const count = copyTree(from, to);
  for (const { path } of readPackages(to)) {
    const dist = join(from, path, 'dist');
    if (!existsSync(dist)) throw new Error(`${path}/dist is missing: npm run build makes it`);
    cpSync(dist, join(to, path, 'dist'), { recursive: true });
  }
  return count;
}
