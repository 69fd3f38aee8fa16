import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { codeEntries, type Manifest, type Package, readPackages } from '@ostinato-workspace/workspace';

/** One entry point of a published package: a page of the reference. */
export interface Entry {
  /** What users import: `@ostinato/train/node`. */
  readonly name: string;
  readonly packageName: string;
  /** The folder of its package. */
  readonly folder: string;
  /** The source file. */
  readonly file: string;
}

/** The condition under which a package exports its sources. */
const sourceCondition = '@ostinato/source';

/** Every entry point of every package below `root`/packages, a package after those that it depends on. */
export function readEntries(root: string): { entries: Entry[]; problems: string[] } {
  const found = inOrder(readPackages(root)).map(({ path, manifest }) => entriesOf(join(root, path), manifest));
  return { entries: found.flatMap((each) => each.entries), problems: found.flatMap((each) => each.problems) };
}

/** A name that two packages export belongs to the one that is documented first: the one it comes from. */
function inOrder(packages: readonly Package[]): Package[] {
  const unsorted = new Map(packages.map((each) => [each.manifest.name, each]));
  const sorted = new Set<Package>();
  const visit = (name: string, path: readonly string[]) => {
    const each = unsorted.get(name);
    if (!each || path.includes(name)) return;
    for (const dependency of Object.keys(each.manifest.dependencies ?? {})) visit(dependency, [...path, name]);
    sorted.add(each);
  };
  for (const name of unsorted.keys()) visit(name, []);
  return [...sorted];
}

function entriesOf(folder: string, manifest: Manifest): { entries: Entry[]; problems: string[] } {
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const { specifier, conditions } of codeEntries(manifest)) {
    const source = conditions[sourceCondition];
    const file = join(folder, source ?? '');
    if (!source) problems.push(`${specifier}: no "${sourceCondition}" condition in ${folder}/package.json`);
    else if (!existsSync(file)) problems.push(`${specifier}: ${file} does not exist`);
    else entries.push({ name: specifier, packageName: manifest.name, folder, file });
  }
  if (entries.length === 0) problems.push(`${folder}/package.json: ${manifest.name} has no entry point with sources`);
  return { entries, problems };
}
