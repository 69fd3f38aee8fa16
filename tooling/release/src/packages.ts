import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, type Package as Published, readPackages as readPublished } from '@ostinato-workspace/workspace';

const rangeKinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

/** A package that gets published. */
export interface Package extends Published {
  /** Empty before its first release. */
  readonly changelog: string;
}

export interface Version {
  readonly name: string;
  readonly version: string;
}

export function readPackages(workspace: string): Package[] {
  return readPublished(workspace).map((each) => {
    const changelog = join(workspace, each.path, 'CHANGELOG.md');
    return { ...each, changelog: existsSync(changelog) ? readFileSync(changelog, 'utf8') : '' };
  });
}

export function versions(packages: readonly Package[]): Version[] {
  return packages.map(({ manifest: { name, version } }) => ({ name, version }));
}

/** All ranges of a manifest, as pairs of name and range. */
export function ranges(manifest: Manifest): [name: string, range: string][] {
  return rangeKinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
}
