import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What the formatter knows. */
const formatted = /\.(ts|mjs|json)$/;

/** Formats files of the repository at `root` with the formatter that is installed in `tools`. @throws Error */
export function formatFiles(root: string, paths: readonly string[], tools: string): void {
  const biome = join(tools, 'node_modules/.bin/biome');
  const args = ['format', '--write', ...paths.filter((path) => formatted.test(path))];
  const { status, stderr, error } = spawnSync(biome, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`biome cannot format what the template makes: ${error?.message ?? stderr}`);
}
