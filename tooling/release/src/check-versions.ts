import type { Changeset, Plan } from './changesets.ts';
import { type Package, ranges } from './packages.ts';

/**
 * What forbids a release before anything is versioned: no changeset, and versions that no changelog tells of. After
 * `changeset version` there is no changeset either, but each version has its entry, and publishing comes next.
 */
export function checkSomethingToRelease(plan: Plan, packages: readonly Package[]): string[] {
  const isReady = packages.every(({ changelog, manifest }) => entry(changelog, manifest.version) !== undefined);
  if (plan.changesets.length > 0 || isReady) return [];
  return ['Nothing to release: .changeset has no changeset; npm run changeset writes one'];
}

/** What `changeset version` left undone; `packages` are as it left them. */
export function checkVersions(plan: Plan, packages: readonly Package[]): string[] {
  const planned = new Map(plan.releases.map(({ name, newVersion }) => [name, newVersion]));
  const names = new Set(packages.map(({ manifest }) => manifest.name));
  return packages.flatMap(({ path, manifest, changelog }) => {
    const { name, version } = manifest;
    if (version === '0.0.0') return [`${name} is still at 0.0.0: no changeset names it`];
    const problems: string[] = [];
    const due = planned.get(name) ?? version;
    if (version !== due) problems.push(`${name} is at ${version}, but its changesets make it ${due}`);
    const text = entry(changelog, version);
    if (text === undefined) problems.push(`${path}/CHANGELOG.md has no entry for ${version}`);
    for (const { id, summary } of plan.changesets.filter((each) => releases(each, name))) {
      if (text?.includes(summary.split('\n', 1)[0] ?? '') === false) {
        problems.push(`${path}/CHANGELOG.md: the entry for ${version} lacks the text of .changeset/${id}.md`);
      }
    }
    for (const [to, range] of ranges(manifest)) {
      if (names.has(to) && range !== 'workspace:^') problems.push(`${name} wants ${to} "${range}", not "workspace:^"`);
    }
    return problems;
  });
}

function releases(changeset: Changeset, name: string): boolean {
  return changeset.releases.some((each) => each.name === name && each.type !== 'none');
}

/** The text below the heading of `version`. */
function entry(changelog: string, version: string): string | undefined {
  const [, ...entries] = `\n${changelog}`.split('\n## ');
  return entries.find((each) => each.split('\n', 1)[0] === version);
}
