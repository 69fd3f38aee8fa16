import type { Findings } from '../guard.ts';
import { readPackages } from '@ostinato-workspace/workspace';
import { type Budget, budgets } from './budgets.ts';
import { bundle, type Size } from './bundle.ts';

type Table = Readonly<Record<string, Budget>>;

/** Holds the size of every package's root entry to its budget. */
export async function checkSizes(root: string, table: Table = budgets): Promise<Findings> {
  const packages = readPackages(root);
  const problems = checkRows(
    packages.map((each) => each.folder),
    table,
  );
  const figures: string[] = [];
  for (const each of packages) {
    const budget = table[each.folder];
    const size = await bundle(root, each);
    const of = budget ? `/${budget.kB}` : '';
    figures.push(`${each.folder} ${kilobytes(size.bytes)}${of}`);
    if (budget && size.bytes > budget.kB * 1000) problems.push(`${each.path}: ${overBudget(size, budget)}`);
  }
  return { problems, figures: `kB: ${figures.join(', ')}` };
}

/** Every package has a row and every row a package; a row that is not the plan's has a reason. */
function checkRows(folders: readonly string[], table: Table): string[] {
  const missing = folders.filter((folder) => !table[folder]);
  const problems = missing.map((folder) => `packages/${folder}: has no row in src/sizes/budgets.ts`);
  for (const [folder, { kB, planned, reason }] of Object.entries(table)) {
    if (!folders.includes(folder)) problems.push(`src/sizes/budgets.ts: ${folder}: no such package`);
    if ((planned === undefined || kB > planned) && !reason?.trim()) {
      problems.push(`src/sizes/budgets.ts: ${folder}: ${kB} kB, ${planned ?? 'nothing'} planned, and no reason given`);
    }
  }
  return problems;
}

function overBudget({ bytes, modules }: Size, { kB }: Budget): string {
  const total = modules.reduce((sum, [, characters]) => sum + characters, 0);
  const shares = modules.slice(0, 6).map(([path, count]) => `${path} ${Math.round((100 * count) / total)} %`);
  return `${kilobytes(bytes)} kB, at most ${kB}; the largest modules: ${shares.join(', ')}`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(2);
}
