import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeEntries, messageOf, type Package } from '@ostinato-workspace/workspace';
import { declaredNames } from './declared-names.ts';

/** The names that an entry point exports. */
export interface ExportedNames {
  /** What a user imports: `@ostinato/train/node`. */
  readonly specifier: string;
  readonly isRoot: boolean;
  /** Those that are there at run time. */
  readonly values: readonly string[];
  /** Those that are types only. */
  readonly types: readonly string[];
}

/** Imports every entry point of a package as it was built, and reads its declarations. What is not there becomes a problem. */
export async function readExports(root: string, { path, manifest }: Package) {
  const entries: ExportedNames[] = [];
  const problems: string[] = [];
  for (const { specifier, path: entry, conditions } of codeEntries(manifest)) {
    const [types, js] = [conditions['types'], conditions['default']].map((file) =>
      join(root, path, file ?? 'undefined'),
    );
    const missing = [types!, js!].filter((file) => !existsSync(file));
    problems.push(...missing.map((file) => `${specifier}: ${file} is missing; "npm run build" makes it`));
    if (missing.length > 0) continue;
    try {
      const values = Object.keys(await import(/* @vite-ignore */ pathToFileURL(js!).href)).sort();
      const declared = declaredNames(types!);
      const undeclared = values.filter((name) => !declared.has(name));
      problems.push(...undeclared.map((name) => `${specifier}: ${name} is exported, but not declared in ${types}`));
      const onlyTypes = [...declared].filter((name) => !values.includes(name)).sort();
      entries.push({ specifier, isRoot: entry === '.', values, types: onlyTypes });
    } catch (error) {
      problems.push(`${specifier}: ${messageOf(error)}`);
    }
  }
  const hasRoot = codeEntries(manifest).some((each) => each.path === '.');
  if (!hasRoot) problems.push(`${manifest.name}: has no root entry to import`);
  return { entries, problems };
}
