import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../guard.ts';
import { readPackages } from '@ostinato-workspace/workspace';
import { type ExportedNames, readExports } from './read-exports.ts';
import { compareSnapshots, parseSnapshot, type Snapshot, writeSnapshot } from './snapshot.ts';

/** The committed list of what users can import, from the root of the workspace. */
export const snapshotPath = 'tooling/guards/exports.txt';

/** A package with more names than this is two packages; but ops are many by nature, layers with losses and initializers too, and the facade gathers. */
const mostNames = 40;
const unlimited: readonly string[] = ['@ostinato/nn', '@ostinato/tensor', 'ostinato'];

/** Compares what every entry point exports with the committed list, and counts the values of root entries. */
export async function checkExports(root: string): Promise<Findings> {
  const { entries, problems } = await readAll(root);
  const path = join(root, snapshotPath);
  const differences = existsSync(path)
    ? compareSnapshots(toSnapshot(entries), parseSnapshot(readFileSync(path, 'utf8')))
    : ['is missing'];
  problems.push(...differences.map((each) => `${snapshotPath}: ${each}; "npm run exports" writes what there is`));
  for (const { specifier, isRoot, values } of entries) {
    if (!isRoot || unlimited.includes(specifier) || values.length <= mostNames) continue;
    problems.push(`${specifier}: exports ${values.length} names besides types, at most ${mostNames}`);
  }
  const [values, types] = [entries.flatMap((each) => each.values), entries.flatMap((each) => each.types)];
  return { problems, figures: `${values.length} names and ${types.length} types of ${entries.length} entry points` };
}

/** Writes the list as things are, if they could be read. */
export async function writeExports(root: string): Promise<void> {
  const { entries, problems } = await readAll(root);
  if (problems.length === 0) writeFileSync(join(root, snapshotPath), writeSnapshot(toSnapshot(entries)));
}

async function readAll(root: string) {
  const read = await Promise.all(readPackages(root).map((each) => readExports(root, each)));
  return { entries: read.flatMap((each) => each.entries), problems: read.flatMap((each) => each.problems) };
}

function toSnapshot(entries: readonly ExportedNames[]): Snapshot {
  return new Map(
    entries.map(({ specifier, values, types }) => [specifier, [...values, ...types.map((name) => `type ${name}`)]]),
  );
}
