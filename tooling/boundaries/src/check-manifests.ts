import type { Manifest } from '@ostinato-workspace/workspace';
import { findCycle } from './cycle.ts';
import { splitSpecifier } from './imports.ts';
import { mayImport } from './may-import.ts';
import { facade, table } from './table.ts';
import type { Package } from './workspace.ts';

/** Checks package.json files: names, declared dependencies against the table and against use, cycles of packages. */
export function checkManifests(packages: readonly Package[]): string[] {
  const names = new Set(packages.map((each) => each.manifest.name));
  const problems = packages.flatMap((each) => [
    ...checkPlace(each),
    ...checkDeclared(each, names).map((problem) => `${each.path}/package.json: ${problem}`),
  ]);
  const graph = new Map(packages.map((each) => [each.manifest.name, declared(each.manifest, names)]));
  const cycle = findCycle(graph);
  if (cycle) problems.push(`package.json files: a cycle of packages: ${cycle.join(' -> ')}`);
  return problems;
}

function checkPlace({ kind, folder, path, manifest, files }: Package): string[] {
  const problems: string[] = [];
  const isPublished = kind === 'packages';
  const name = folder === facade ? facade : `@ostinato/${folder}`;
  if (files.length === 0) problems.push(`${path}: no source files in src`);
  if (!isPublished && !manifest.private) problems.push(`${path}/package.json: apps and tooling are private`);
  if (isPublished && manifest.name !== name) problems.push(`${path}/package.json: is not called ${name}`);
  if (isPublished && folder !== facade && !table[folder]) problems.push(`${path}: has no row in the table of arrows`);
  return problems;
}

function checkDeclared(from: Package, names: ReadonlySet<string>): string[] {
  if (from.files.length === 0) return [];
  const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = from.manifest;
  const problems: string[] = [];
  const used = (isTest: boolean) =>
    new Set(
      from.files
        .filter((file) => file.isTest === isTest)
        .flatMap((file) => file.imports.map((each) => splitSpecifier(each.specifier).name)),
    );
  const inSources = used(false);
  const inTests = used(true);
  for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies, ...peerDependencies })) {
    if (!names.has(name)) continue;
    if (range !== 'workspace:^') problems.push(`${name} is "${range}", expected "workspace:^"`);
    if (name in devDependencies) {
      if (!inTests.has(name)) problems.push(`devDependency ${name} is not imported by any test`);
      continue;
    }
    if (!mayImport(from, name, true)) problems.push(`depends on ${name}, which the table does not allow`);
    if (!inSources.has(name)) problems.push(`dependency ${name} is not imported by any source file`);
  }
  return problems;
}

function declared(manifest: Manifest, names: ReadonlySet<string>): string[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies };
  return Object.keys(all).filter((name) => names.has(name));
}
