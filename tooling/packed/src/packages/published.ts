import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly packageManager?: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package that is published. */
export interface Published {
  readonly name: string;
  /** From the root of the workspace: `packages/tensor`. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** The packages of the workspace at `root` that are published. @throws Error if there are none */
export function readPublished(root: string): Published[] {
  const folders = existsSync(join(root, 'packages')) ? readdirSync(join(root, 'packages')).sort() : [];
  const published = folders
    .map((folder) => `packages/${folder}`)
    .filter((path) => existsSync(join(root, path, 'package.json')))
    .map((path) => ({ path, manifest: readManifest(join(root, path)) }))
    .filter(({ manifest }) => !manifest.private);
  if (published.length === 0) throw new Error(`${root}/packages: no packages found`);
  return published.map(({ path, manifest }) => ({ name: manifest.name, path, manifest }));
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** What a program can import of a package: `@ostinato/train`, `@ostinato/train/node`. */
export function entriesOf({ name, manifest }: Published): string[] {
  const entries = Object.keys(manifest.exports ?? {}).filter((entry) => !entry.endsWith('.json'));
  return entries.map((entry) => name + entry.slice(1));
}

/** The packages of these names and all that they depend on. @throws Error at a name that is not published here */
export function closure<P extends Published>(names: readonly string[], published: readonly P[]): P[] {
  const found = new Map<string, P>();
  const add = (name: string, of: string): void => {
    if (found.has(name)) return;
    const next = published.find((each) => each.name === name);
    if (!next) throw new Error(`${name}${of} is not a published package of this workspace`);
    found.set(name, next);
    for (const dependency of Object.keys(next.manifest.dependencies ?? {}))
      add(dependency, `, of which ${name} is made,`);
  };
  for (const name of names) add(name, '');
  return [...found.values()];
}
