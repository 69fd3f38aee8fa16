import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './changesets.ts';
import { type Package, ranges } from './packages.ts';

/** The package that most others depend on. */
export function lowest(packages: readonly Package[]): string {
  const users = (name: string): number =>
    packages.filter(({ manifest }) => ranges(manifest).some(([to]) => to === name)).length;
  const names = packages.map(({ manifest }) => manifest.name);
  return names.reduce((low, name) => (users(name) > users(low) ? name : low));
}

export function writePatch(workspace: string, name: string): void {
  mkdirSync(join(workspace, '.changeset'), { recursive: true });
  const text = `---\n'${name}': patch\n---\n\nRehearsed: a fix of one package.\n`;
  writeFileSync(join(workspace, '.changeset/rehearsed-patch.md'), text);
}

/** A patch is within the ranges of all dependents, so that nothing else is released with it. */
export function checkPatch(plan: Plan, name: string, packages: readonly Package[]): string[] {
  const published = new Set(packages.map(({ manifest }) => manifest.name));
  const released = plan.releases.filter((each) => each.type !== 'none' && published.has(each.name));
  const others = released.map((each) => each.name).filter((each) => each !== name);
  if (others.length > 0)
    return [`A patch of ${name} would also release ${others.join(', ')}: see .changeset/config.json`];
  return released.length === 1 ? [] : [`A patch of ${name} would release nothing: see .changeset/config.json`];
}
