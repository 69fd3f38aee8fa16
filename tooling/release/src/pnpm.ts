import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packageManager, type Place, runChecked } from '@ostinato-workspace/workspace';

/** The folder of the pnpm that the workspace names; changesets looks for pnpm on the PATH, where users have none. */
export async function findPnpm(place: Place): Promise<string> {
  const named = packageManager(place.cwd);
  const path = await runChecked('npx', ['-y', `--package=${named}`, '--', 'node', '-p', 'process.env.PATH'], place);
  const folder = path
    .trim()
    .split(delimiter)
    .find((each) => existsSync(join(each, 'pnpm')));
  if (folder === undefined) throw new Error(`npx --package=${named} put no pnpm on the PATH`);
  return folder;
}

/**
 * Installs what the root and the published packages need, from the store that the workspace itself was installed from:
 * nothing is downloaded unless that was pruned.
 */
export async function install(pnpm: string, place: Place): Promise<void> {
  const what = ['--filter=./packages/*', '--include-workspace-root'];
  const how = ['--frozen-lockfile', '--prefer-offline', '--ignore-scripts'];
  await runChecked(join(pnpm, 'pnpm'), ['install', ...what, ...how], place);
}
