import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outsideFolders, packOutside, run } from '@ostinato-workspace/workspace';
import type { Packed } from './pack.ts';

/**
 * Installs tarballs by plain npm into an empty folder, with a cache of its own and without the network: what is not
 * among the tarballs cannot come from anywhere else. @throws Error with what npm says
 */
export async function install(folder: string, tarballs: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const cache = join(dirname(folder), 'npm-cache');
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--cache', cache, ...tarballs];
  const { code, output } = await run('npm', args, { cwd: folder, timeout: 300 });
  if (code !== 0) throw new Error(`npm install failed:\n${output.trim()}`);
}

/**
 * Installs these packages of the workspace at `root` into a folder, which it gives back. What they need from outside of
 * the workspace is packed from where the workspace has it installed.
 */
export async function installPackages(root: string, packed: readonly Packed[], folder: string): Promise<string> {
  const outside = `${folder}-outside`;
  mkdirSync(outside);
  const others = await packOutside(outsideFolders(root, packed), outside);
  await install(folder, [...packed.map(({ tarball }) => tarball), ...others]);
  return folder;
}
