import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Ranges = Readonly<Record<string, string>>;

/** The fields of a package.json that the tools look at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly packageManager?: string;
  /** From `.` or `./node` to a file, or to a file for each condition. */
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
}

/** A package of the workspace. */
export interface Package {
  readonly folder: string;
  /** From the root of the workspace: `packages/tensor`. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** The packages, apps or tools of the workspace at `root`, in the order of their names. */
export function readFolders(root: string, kind: 'packages' | 'apps' | 'tooling'): Package[] {
  const parent = join(root, kind);
  const folders = existsSync(parent) ? readdirSync(parent).sort() : [];
  return folders
    .filter((folder) => existsSync(join(parent, folder, 'package.json')))
    .map((folder) => ({ folder, path: `${kind}/${folder}`, manifest: readManifest(join(parent, folder)) }));
}

/** The published packages of the workspace at `root`. @throws Error if there are none */
export function readPackages(root: string): Package[] {
  const packages = readFolders(root, 'packages').filter(({ manifest }) => !manifest.private);
  if (packages.length === 0) throw new Error(`${join(root, 'packages')}: no packages found`);
  return packages;
}

/** The package.json of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Whether a name is one of ours: it cannot come from anywhere but this workspace. */
export function isOwn(name: string): boolean {
  return /^(@ostinato(-workspace)?\/|ostinato$)/.test(name);
}
