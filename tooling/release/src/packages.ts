import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rangeKinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

export interface Manifest extends Partial<Record<(typeof rangeKinds)[number], Readonly<Record<string, string>>>> {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
}

/** A package that gets published. */
export interface Package {
  /** Its folder, from the root of the workspace. */
  readonly path: string;
  readonly manifest: Manifest;
  /** Empty before its first release. */
  readonly changelog: string;
}

export interface Version {
  readonly name: string;
  readonly version: string;
}

export function readPackages(workspace: string): Package[] {
  const packages = readdirSync(join(workspace, 'packages'))
    .map((folder) => `packages/${folder}`)
    .filter((path) => existsSync(join(workspace, path, 'package.json')))
    .map((path) => readPackage(workspace, path))
    .filter(({ manifest }) => manifest.private !== true);
  if (packages.length === 0) throw new Error(`${workspace}/packages has no package to publish`);
  return packages;
}

function readPackage(workspace: string, path: string): Package {
  const changelog = join(workspace, path, 'CHANGELOG.md');
  return {
    path,
    manifest: JSON.parse(readFileSync(join(workspace, path, 'package.json'), 'utf8')) as Manifest,
    changelog: existsSync(changelog) ? readFileSync(changelog, 'utf8') : '',
  };
}

export function versions(packages: readonly Package[]): Version[] {
  return packages.map(({ manifest: { name, version } }) => ({ name, version }));
}

/** All ranges of a manifest, as pairs of name and range. */
export function ranges(manifest: Manifest): [name: string, range: string][] {
  return rangeKinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
}
