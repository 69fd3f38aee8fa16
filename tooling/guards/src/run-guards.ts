import { messageOf, statusLine } from '@ostinato-workspace/workspace';
import type { Findings, Guard } from './guard.ts';

interface Entry {
  readonly check: Guard;
  readonly remedy: string;
}

/** Runs guards one after the other and prints a line for each, with its problems. Returns how many failed. */
export async function runGuards(
  root: string,
  chosen: Readonly<Record<string, Entry>>,
  print: (line: string) => void,
): Promise<number> {
  let failed = 0;
  for (const [name, { check, remedy }] of Object.entries(chosen)) {
    const start = performance.now();
    const { problems, figures } = await findingsOf(root, check);
    for (const problem of problems) print(problem);
    if (problems.length > 0) {
      failed++;
      print(remedy);
    }
    print(statusLine(problems.length === 0, name, start, figures));
  }
  return failed;
}

/** A guard that throws has not seen what it guards, which is a problem like any other. */
async function findingsOf(root: string, check: Guard): Promise<Findings> {
  try {
    return await check(root);
  } catch (error) {
    return { problems: [messageOf(error)], figures: '' };
  }
}
