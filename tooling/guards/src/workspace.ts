import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  /** From `.` or `./node` to a file, or to a file for each condition. */
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly [field: string]: unknown;
}

/** A published package. */
export interface Package {
  readonly folder: string;
  /** From the root of the workspace: `packages/tensor`. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** The published packages of the workspace at `root`. Throws if there are none. */
export function readPackages(root: string): Package[] {
  const parent = join(root, 'packages');
  const folders = existsSync(parent) ? readdirSync(parent).sort() : [];
  const packages = folders
    .filter((folder) => existsSync(join(parent, folder, 'package.json')))
    .map((folder) => ({ folder, path: `packages/${folder}`, manifest: readManifest(join(parent, folder)) }));
  if (packages.length === 0) throw new Error(`${parent}: no packages found`);
  return packages;
}

function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}
