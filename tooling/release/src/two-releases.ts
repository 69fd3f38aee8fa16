import { join } from 'node:path';
import { createConsumer, use } from './consumer.ts';
import { checkPatch, lowest, writePatch } from './lowest.ts';
import { readPackages, type Version, versions } from './packages.ts';
import { failOn } from './problems.ts';
import { programText } from './program.ts';
import { publishPackages, type Setting, versionPackages } from './release.ts';
import { commit } from './repository.ts';
import type { Place } from '@ostinato-workspace/workspace';
import { stage } from './stage.ts';

export interface Released {
  readonly versions: readonly Version[];
  /** Where they are installed. */
  readonly consumer: Place;
}

/** The release that is due, and a user who installs all of it. */
export async function releaseAll(setting: Setting): Promise<Released> {
  const { place, registry, folder } = setting;
  const packages = await stage('version', async (note) => {
    const versioned = (await versionPackages(place, folder)).packages;
    note(summary(versions(versioned)));
    return versioned;
  });
  await stage('publish', async (note) => {
    const published = await publishPackages(setting, []);
    note(`${published.length} packages, each with its git tag`);
  });
  const released = versions(packages);
  const program = programText(packages.map(({ manifest }) => manifest));
  const consumer = createConsumer(join(folder, 'consumer'), program, place);
  await stage('use', async (note) => note(await use(consumer, released, released, registry.url)));
  return { versions: released, consumer };
}

/** Then a fix of the package that most others depend on: it alone is published, and the same user gets it. */
export async function releasePatch(setting: Setting, before: Released): Promise<void> {
  const { place, registry, folder } = setting;
  const name = lowest(readPackages(place.cwd));
  await stage('patch', async (note) => {
    writePatch(place.cwd, name);
    await commit(place, 'A fix');
    const { plan, packages } = await versionPackages(place, folder);
    failOn(checkPatch(plan, name, packages));
    const published = await publishPackages(setting, before.versions);
    await use(before.consumer, published, versions(packages), registry.url);
    note(`${summary(published)} alone`);
  });
}

function summary(list: readonly Version[]): string {
  const [first, ...rest] = list.map(({ name, version }) => `${name} ${version}`);
  return rest.length > 0 ? `${first} and ${rest.length} more` : `${first}`;
}
