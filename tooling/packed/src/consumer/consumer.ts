import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeEntries } from '@ostinato-workspace/workspace';
import { closure } from '../packages/closure.ts';
import { installPackages } from '../packages/install.ts';
import type { Packed } from '../packages/pack.ts';
import { bundleByEsbuild, bundleByVite } from './bundles.ts';
import { checkImporting } from './importing.ts';
import { compileEveryEntry, compileWithoutWebTypes } from './no-web-types.ts';
import { checkSameResult } from './same-result.ts';
import { checkShaken, checkUnused } from './tree-shaking.ts';

/** What the program's user names to npm; the rest comes along. */
const wanted = ['backend-js', 'cells', 'nn', 'sequence', 'tensor'].map((name) => `@ostinato/${name}`);
const program = fileURLToPath(new URL('../../fixtures/program.ts', import.meta.url));

/** A program with a few packages in a folder of its own: compiled, run, bundled twice, all with the same result. */
export async function checkProgram(root: string, packed: readonly Packed[], folder: string): Promise<string[]> {
  await installPackages(root, closure(wanted, packed), folder);
  copyFileSync(program, join(folder, 'program.ts'));
  const problems = await compileWithoutWebTypes(folder, 'program.ts');
  if (problems.length > 0) return problems;
  const bundles = await Promise.all([bundleByEsbuild(folder, 'program.ts'), bundleByVite(folder, 'program.ts')]);
  return checkSameResult(folder, [join(folder, 'out/program.js'), ...bundles]);
}

/** Every entry point of every package, in a folder where all are installed: types, imports, bundles. */
export async function checkEntries(packed: readonly Packed[], folder: string): Promise<string[]> {
  const entries = packed.flatMap(({ manifest }) => codeEntries(manifest).map(({ specifier }) => specifier));
  const problems = await Promise.all([
    compileEveryEntry(folder, entries),
    checkImporting(folder, entries),
    checkUnused(folder, entries),
    checkShaken(folder, '@ostinato/tensor', ['add', 'tensor']),
  ]);
  return problems.flat();
}
