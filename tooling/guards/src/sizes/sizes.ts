import type { Findings } from '../guard.ts';
import { readPackages } from '../workspace.ts';
import { type Budget, budgets, planned } from './budgets.ts';
import { bundle, type Size } from './bundle.ts';

interface Tables {
  readonly budgets: Readonly<Record<string, Budget>>;
  readonly planned: Readonly<Record<string, number>>;
}

/** Holds the size of every package's root entry to its budget. */
export async function checkSizes(root: string, tables: Tables = { budgets, planned }): Promise<Findings> {
  const packages = readPackages(root);
  const problems = checkRows(
    packages.map((each) => each.folder),
    tables,
  );
  const figures: string[] = [];
  for (const each of packages) {
    const budget = tables.budgets[each.folder];
    const size = await bundle(root, each);
    const of = budget ? `/${budget.kB}` : '';
    figures.push(`${each.folder} ${kilobytes(size.bytes)}${of}`);
    if (budget && size.bytes > budget.kB * 1000) problems.push(`${each.path}: ${overBudget(size, budget)}`);
  }
  return { problems, figures: `kB: ${figures.join(', ')}` };
}

/** Every package has a row and every row a package; a row that is not the plan's has a reason. */
function checkRows(folders: readonly string[], tables: Tables): string[] {
  const missing = folders.filter((folder) => !tables.budgets[folder]);
  const problems = missing.map((folder) => `packages/${folder}: has no row in src/sizes/budgets.ts`);
  for (const [folder, { kB, reason }] of Object.entries(tables.budgets)) {
    if (!folders.includes(folder)) problems.push(`src/sizes/budgets.ts: ${folder}: no such package`);
    const plan = tables.planned[folder];
    if ((plan === undefined || kB > plan) && !reason?.trim()) {
      problems.push(`src/sizes/budgets.ts: ${folder}: ${kB} kB, ${plan ?? 'nothing'} planned, and no reason given`);
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
