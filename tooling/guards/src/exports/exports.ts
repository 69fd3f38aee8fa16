import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../guard.ts';
import { readPackages } from '../workspace.ts';
import { type Entry, readExports } from './read-exports.ts';
import { compareSnapshots, parseSnapshot, type Snapshot, writeSnapshot } from './snapshot.ts';

/** The committed list of what users can import, from the root of the workspace. */
export const snapshotPath = 'tooling/guards/exports.txt';

/** A package with more names than this is two packages; but ops are many by nature, and the facade gathers. */
const mostNames = 40;
const unlimited: readonly string[] = ['@ostinato/tensor', 'ostinato'];

/** Compares what every entry point exports with the committed list, and counts the names of root entries. */
export async function checkExports(root: string): Promise<Findings> {
  const { entries, problems } = await readAll(root);
  const path = join(root, snapshotPath);
  const differences = existsSync(path)
    ? compareSnapshots(toSnapshot(entries), parseSnapshot(readFileSync(path, 'utf8')))
    : ['is missing'];
  problems.push(...differences.map((each) => `${snapshotPath}: ${each}; "npm run exports" writes what there is`));
  for (const { specifier, isRoot, names } of entries) {
    if (!isRoot || unlimited.includes(specifier) || names.length <= mostNames) continue;
    problems.push(`${specifier}: exports ${names.length} names, at most ${mostNames}`);
  }
  const count = entries.reduce((total, entry) => total + entry.names.length, 0);
  return { problems, figures: `${count} names of ${entries.length} entry points` };
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

function toSnapshot(entries: readonly Entry[]): Snapshot {
  return new Map(entries.map((entry) => [entry.specifier, entry.names]));
}
