import { readManifest } from './packages.ts';
import { type Ended, type Place, run } from './run.ts';

/** Seconds for npm, npx and pnpm: far more than they need, far less than for ever. */
const patience = 300;

/** The pnpm that the workspace at `root` names: `pnpm@12.21.0`. @throws Error if it names none */
export function packageManager(root: string): string {
  const { packageManager: named } = readManifest(root);
  if (!named) throw new Error(`${root}/package.json: names no packageManager`);
  return named;
}

/** Runs the pnpm that the workspace at `root` names, there if `place` says nothing else. */
export function pnpm(root: string, args: readonly string[], place: Partial<Place> = {}): Promise<Ended> {
  return run('npx', ['-y', packageManager(root), ...args], { cwd: root, timeout: patience, ...place });
}
