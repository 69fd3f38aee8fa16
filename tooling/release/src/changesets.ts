import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, runChecked } from '@ostinato-workspace/workspace';

/** What `changeset version` is going to do. */
export interface Plan {
  readonly changesets: readonly Changeset[];
  readonly releases: readonly { readonly name: string; readonly type: string; readonly newVersion: string }[];
  /** There between `changeset pre enter` and the release after `changeset pre exit`. */
  readonly preState?: { readonly mode: string };
}

export interface Changeset {
  readonly id: string;
  readonly summary: string;
  readonly releases: readonly { readonly name: string; readonly type: string }[];
}

export async function readPlan(place: Place, folder: string): Promise<Plan> {
  const file = join(folder, 'plan.json');
  await changeset(place, 'status', `--output=${file}`);
  return JSON.parse(readFileSync(file, 'utf8')) as Plan;
}

/** Runs a command of changesets and gives what it prints. */
export function changeset(place: Place, ...args: string[]): Promise<string> {
  return runChecked(join(place.cwd, 'node_modules/.bin/changeset'), args, place);
}

/** The branch that changesets compares with. */
export function baseBranch(workspace: string): string {
  const config = readFileSync(join(workspace, '.changeset/config.json'), 'utf8');
  return (JSON.parse(config) as { baseBranch?: string }).baseBranch ?? 'master';
}
