import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printed, run } from '../run.ts';
import { checkContents } from './contents.ts';
import { type Published, readManifest, readPublished } from './published.ts';
import { deleteStaleOutputs } from './stale.ts';

/** A published package and its tarball. */
export interface Packed extends Published {
  readonly tarball: string;
}

/** What pnpm says of a package that it packed. */
interface Report {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs every published package into a folder. @throws Error if one is not built, or its tarball is not as it should be */
export async function pack(root: string, into: string): Promise<Packed[]> {
  const published = readPublished(root);
  const unbuilt = published.filter(({ path }) => !existsSync(join(root, path, 'dist')));
  fail(unbuilt.map(({ path }) => `${path}/dist is missing: build first (npm run build)`));

  for (const { path } of published) deleteStaleOutputs(join(root, path));
  const { packed, problems } = match(published, await pnpmPack(root, into));
  fail(problems);
  return packed;
}

/** Finds the tarball of every package and what is wrong with it. */
export function match(
  published: readonly Published[],
  reports: readonly Report[],
): { packed: Packed[]; problems: string[] } {
  const packed: Packed[] = [];
  const problems: string[] = [];
  for (const each of published) {
    const report = reports.find(({ name }) => name === each.name);
    if (!report || !existsSync(report.filename)) {
      problems.push(`${each.name}: pnpm pack made no tarball`);
      continue;
    }
    packed.push({ ...each, tarball: report.filename });
    const files = report.files.map(({ path }) => path);
    problems.push(...checkContents(each.name, files));
  }
  return { packed, problems };
}

async function pnpmPack(root: string, into: string): Promise<Report[]> {
  const { packageManager } = readManifest(root);
  if (!packageManager) throw new Error(`${root}/package.json: names no packageManager`);
  const args = ['-r', '--filter', './packages/*', 'pack', '--json', '--pack-destination', into];
  const outcome = await run('npx', ['-y', packageManager, ...args], { cwd: root });
  if (outcome.code !== 0) throw new Error(`pnpm pack failed:\n${printed(outcome)}`);
  const report = JSON.parse(outcome.stdout) as Report | Report[]; // one package is no list
  return Array.isArray(report) ? report : [report];
}

function fail(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
