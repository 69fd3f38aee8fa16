import { checkPublished } from './check-published.ts';
import { checkSomethingToRelease, checkVersions } from './check-versions.ts';
import { changeset, type Plan, readPlan } from './changesets.ts';
import { type Package, readPackages, type Version, versions } from './packages.ts';
import { failOn } from './problems.ts';
import { readPublished } from './published.ts';
import type { Registry } from './registry.ts';
import { commit, tags } from './repository.ts';
import type { Place } from '@ostinato-workspace/workspace';

/** Where a release is rehearsed. */
export interface Setting {
  /** The copy of the workspace. */
  readonly place: Place;
  readonly registry: Registry;
  /** What the registry has from outside of the workspace. */
  readonly outside: readonly Version[];
  readonly folder: string;
}

/** Step one of a release: versions and changelogs. Gives what was planned, and the packages as they then are. */
export async function versionPackages(place: Place, folder: string): Promise<{ plan: Plan; packages: Package[] }> {
  const plan = await readPlan(place, folder);
  failOn(checkSomethingToRelease(plan, readPackages(place.cwd)));
  if (plan.changesets.length > 0) await changeset(place, 'version');
  const packages = readPackages(place.cwd);
  failOn(checkVersions(plan, packages));
  await commit(place, 'Versions and changelogs');
  return { plan, packages };
}

/** Step two: publishes what the registry lacks and tags it. `before` was released earlier. Gives what is new. */
export async function publishPackages(
  { place, registry, outside }: Setting,
  before: readonly Version[],
): Promise<Version[]> {
  const current = versions(readPackages(place.cwd));
  const known = new Set(before.map(({ name, version }) => `${name}@${version}`));
  const last = current.filter(({ name, version }) => !known.has(`${name}@${version}`));
  await changeset(place, 'publish');
  const expected = { released: [...before, ...last], last, current };
  failOn(checkPublished(expected, await readPublished(registry, outside), await tags(place)));
  return last;
}
