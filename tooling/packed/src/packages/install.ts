import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { printed, run } from '../run.ts';

/**
 * Installs tarballs by plain npm into an empty folder, with a cache of its own and without the network: what is not
 * among the tarballs cannot come from anywhere else. @throws Error with what npm says
 */
export async function install(folder: string, tarballs: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const cache = join(dirname(folder), 'npm-cache');
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--cache', cache, ...tarballs];
  const outcome = await run('npm', args, { cwd: folder });
  if (outcome.code !== 0) throw new Error(`npm install failed:\n${printed(outcome)}`);
}
