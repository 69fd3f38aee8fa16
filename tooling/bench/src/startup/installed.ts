import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchFolder } from '../locations.ts';

/**
 * A folder where the built packages lie as npm installs them, with this bench beside them; gives the bench's place there. In
 * the workspace every import goes through pnpm's links, which Node resolves segment by segment: nobody else pays for that.
 */
export function installForStartup(): { readonly folder: string; readonly bench: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ostinato-startup-'));
  const packages = join(benchFolder, '../../packages');
  for (const name of readdirSync(packages)) {
    const from = join(packages, name);
    if (!existsSync(join(from, 'dist'))) continue;
    const { name: fullName } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as { name: string };
    for (const part of ['package.json', 'dist'])
      cpSync(join(from, part), join(folder, 'node_modules', fullName, part), { recursive: true });
  }
  const bench = join(folder, 'bench');
  for (const part of ['package.json', 'dist']) cpSync(join(benchFolder, part), join(bench, part), { recursive: true });
  return { folder, bench };
}
