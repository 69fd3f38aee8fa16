import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Package } from '../workspace.ts';

/** The names that an entry point exports at run time. */
export interface Entry {
  /** What a user imports: `@ostinato/train/node`. */
  readonly specifier: string;
  readonly isRoot: boolean;
  readonly names: readonly string[];
}

/** Imports every entry point of a package as it was built. What is not there becomes a problem. */
export async function readExports(root: string, { path, manifest }: Package) {
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === 'string') continue; // a file that is not code
    const specifier = posix.join(manifest.name, entry);
    const [types, js] = [target.types, target.default].map((file) => join(root, path, file ?? 'undefined'));
    for (const file of [types, js]) {
      if (!file || !existsSync(file)) problems.push(`${specifier}: ${file} is missing; "npm run build" makes it`);
    }
    if (!js || !existsSync(js)) continue;
    const values = await import(/* @vite-ignore */ pathToFileURL(js).href);
    entries.push({ specifier, isRoot: entry === '.', names: Object.keys(values).sort() });
  }
  if (!entries.some((each) => each.isRoot)) problems.push(`${manifest.name}: has no root entry to import`);
  return { entries, problems };
}
