import { ranges, type Version } from './packages.ts';
import type { Published } from './published.ts';

/** What a registry and the tags of git should have, after one release or several. */
export interface Expected {
  /** Every version that was released so far. */
  readonly released: readonly Version[];
  /** The versions of the last release, whose ranges are compared with `current`. */
  readonly last: readonly Version[];
  /** The version that each package has now. */
  readonly current: readonly Version[];
}

export function checkPublished(expected: Expected, published: readonly Published[], tags: readonly string[]): string[] {
  const due = expected.released.map(tagOf);
  const there = published.flatMap(({ manifests }) => manifests.map(tagOf));
  return [
    ...missing(due, there).map((each) => `${each} was not published`),
    ...missing(there, due).map((each) => `${each} was published, but was not to be`),
    ...missing(due, tags).map((each) => `${each} has no git tag`),
    ...missing(tags, due).map((each) => `git tag ${each} is for nothing that was released`),
    ...expected.last.flatMap((version) => checkVersion(version, expected.current, published)),
  ];
}

function checkVersion(
  { name, version }: Version,
  current: readonly Version[],
  published: readonly Published[],
): string[] {
  const found = published.find((each) => each.name === name);
  const manifest = found?.manifests.find((each) => each.version === version);
  if (!found || !manifest) return []; // reported as not published
  const versions = new Map(current.map((each) => [each.name, each.version]));
  const problems: string[] = [];
  if (!version.includes('-') && found.latest !== version) {
    problems.push(`${name}: the tag "latest" is on ${found.latest}, not on ${version}`);
  }
  for (const [to, range] of ranges(manifest)) {
    const due = versions.get(to);
    if (/^(workspace|catalog):/.test(range))
      problems.push(`${name}@${version} wants ${to} "${range}", which npm cannot read`);
    else if (due && range !== `^${due}`) problems.push(`${name}@${version} wants ${to} "${range}", not "^${due}"`);
  }
  return problems;
}

function missing(wanted: readonly string[], from: readonly string[]): string[] {
  const set = new Set(from);
  return wanted.filter((each) => !set.has(each));
}

function tagOf({ name, version }: Version): string {
  return `${name}@${version}`;
}
