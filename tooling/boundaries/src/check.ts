import { readManifest } from '@ostinato-workspace/workspace';
import { checkImports } from './check-imports.ts';
import { checkManifests } from './check-manifests.ts';
import { readWorkspace } from './workspace.ts';

/** What is wrong with the arrows of the workspace at `root`, one line each, and how much was looked at. */
export function check(root: string): { problems: string[]; packages: number; imports: number } {
  const packages = readWorkspace(root);
  const problems = [...checkManifests(packages), ...checkImports(packages, readManifest(root))];
  if (!packages.some((each) => each.kind === 'packages')) problems.push(`${root}/packages: no packages found`);
  const imports = packages.flatMap((each) => each.files.flatMap((file) => file.imports)).length;
  return { problems, packages: packages.length, imports };
}
