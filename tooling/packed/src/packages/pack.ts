import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Package, pnpm, readPackages } from '@ostinato-workspace/workspace';
import { checkContents } from './contents.ts';

/** A published package and its tarball. */
export interface Packed extends Package {
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
  const published = readPackages(root);
  const unbuilt = published.filter(({ path }) => !existsSync(join(root, path, 'dist')));
  fail(unbuilt.map(({ path }) => `${path}/dist is missing: build first (npm run build)`));

  const { packed, problems } = match(published, await pnpmPack(root, into));
  fail(problems);
  return packed;
}

/** Finds the tarball of every package and what is wrong with it. */
export function match(
  published: readonly Package[],
  reports: readonly Report[],
): { packed: Packed[]; problems: string[] } {
  const packed: Packed[] = [];
  const problems: string[] = [];
  for (const each of published) {
    const report = reports.find(({ name }) => name === each.manifest.name);
    if (!report || !existsSync(report.filename)) {
      problems.push(`${each.manifest.name}: pnpm pack made no tarball`);
      continue;
    }
    packed.push({ ...each, tarball: report.filename });
    const files = report.files.map(({ path }) => path);
    problems.push(...checkContents(each.manifest.name, each.path, files));
  }
  return { packed, problems };
}

async function pnpmPack(root: string, into: string): Promise<Report[]> {
  const args = ['-r', '--filter', './packages/*', 'pack', '--json', '--pack-destination', into];
  const { code, stdout, output } = await pnpm(root, args);
  if (code !== 0) throw new Error(`pnpm pack failed:\n${output.trim()}`);
  const report = JSON.parse(stdout) as Report | Report[]; // one package is no list
  return Array.isArray(report) ? report : [report];
}

function fail(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
