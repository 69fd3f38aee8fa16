import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../guard.ts';
import { runKnip } from './run-knip.ts';

/** Where the exceptions are, each with its reason. */
const configFile = 'knip.jsonc';

/** Runs knip over everything, then over what is shipped without its tests: there an export needs another user. */
export async function checkKnip(root: string): Promise<Findings> {
  if (!existsSync(join(root, configFile))) throw new Error(`${join(root, configFile)} is missing`);
  const all = await runKnip(root, false);
  const shipped = await runKnip(root, true);
  const onlyTests = shipped.problems.filter((problem) => !all.problems.includes(problem));
  return {
    problems: [...all.problems, ...onlyTests.map((problem) => `${problem} (except by tests)`)],
    figures: `${all.files} files, ${shipped.files} of them shipped`,
  };
}
