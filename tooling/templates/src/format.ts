import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What the formatter knows. */
const formatted = /\.(ts|mjs|json)$/;

/** Formats files of the repository at `root`: where lines break depends on the name. @throws Error */
export function formatFiles(root: string, paths: readonly string[]): void {
  const biome = join(root, 'node_modules/.bin/biome');
  const args = ['format', '--write', ...paths.filter((path) => formatted.test(path))];
  const { status, stderr, error } = spawnSync(biome, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`biome cannot format what the template makes: ${error?.message ?? stderr}`);
}
