import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The condition under which a package exports its sources. */
const sourceCondition = '@ostinato/source';

/** Every entry point of every package below `root`/packages, a package after those that it depends on. */
export function readEntries(root: string): { entries: Entry[]; problems: string[] } {
  const packages = join(root, 'packages');
  const folders = existsSync(packages)
    ? readdirSync(packages)
        .map((name) => join(packages, name))
        .filter((folder) => existsSync(join(folder, 'package.json')))
    : [];
  const found = inOrder(folders).map(({ folder, manifest }) => entriesOf(folder, manifest));
  const problems = found.flatMap((each) => each.problems);
  if (found.length === 0) problems.push(`${packages}: no packages found`);
  return { entries: found.flatMap((each) => each.entries), problems };
}

/** A name that two packages export belongs to the one that is documented first: the one it comes from. */
function inOrder(folders: readonly string[]): { folder: string; manifest: Manifest }[] {
  const unsorted = new Map(
    folders.map((folder) => {
      const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return [manifest.name, { folder, manifest }];
    }),
  );
  const sorted = new Set<{ folder: string; manifest: Manifest }>();
  const visit = (name: string, path: readonly string[]) => {
    const each = unsorted.get(name);
    if (!each || path.includes(name)) return;
    for (const dependency of Object.keys(each.manifest.dependencies ?? {})) visit(dependency, [...path, name]);
    sorted.add(each);
  };
  for (const name of unsorted.keys()) visit(name, []);
  return [...sorted];
}

function entriesOf(folder: string, { name, exports = {} }: Manifest): { entries: Entry[]; problems: string[] } {
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const [path, target] of Object.entries(exports)) {
    if (typeof target === 'string' && !/\.[cm]?[jt]s$/.test(target)) continue;
    const source = typeof target === 'string' ? undefined : target[sourceCondition];
    const file = join(folder, source ?? '');
    const entry = `${name}${path.slice(1)}`;
    if (!source) problems.push(`${entry}: no "${sourceCondition}" condition in ${folder}/package.json`);
    else if (!existsSync(file)) problems.push(`${entry}: ${file} does not exist`);
    else entries.push({ name: entry, packageName: name, folder, file });
  }
  if (entries.length === 0) problems.push(`${folder}/package.json: ${name} has no entry point with sources`);
  return { entries, problems };
}
