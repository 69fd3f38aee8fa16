import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Place, run } from './run.ts';

/** The folder of the pnpm that the workspace names; changesets looks for pnpm on the PATH, where users have none. */
export async function findPnpm(place: Place): Promise<string> {
  const { packageManager } = JSON.parse(readFileSync(join(place.cwd, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  const path = await run('npx', ['-y', `--package=${packageManager}`, '--', 'node', '-p', 'process.env.PATH'], place);
  const folder = path
    .trim()
    .split(delimiter)
    .find((each) => existsSync(join(each, 'pnpm')) || existsSync(join(each, 'pnpm.cmd')));
  if (folder === undefined) throw new Error(`npx --package=${packageManager} put no pnpm on the PATH`);
  return folder;
}

/**
 * Installs what the root and the published packages need, from the store that the workspace itself was installed from:
 * nothing is downloaded unless that was pruned.
 */
export async function install(pnpm: string, place: Place): Promise<void> {
  const what = ['--filter=./packages/*', '--include-workspace-root'];
  const how = ['--frozen-lockfile', '--prefer-offline', '--ignore-scripts'];
  await run(join(pnpm, 'pnpm'), ['install', ...what, ...how], place);
}
