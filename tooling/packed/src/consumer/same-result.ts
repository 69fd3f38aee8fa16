import { relative } from 'node:path';
import { run } from '@ostinato-workspace/workspace';

/** Runs programs in Node that must all print the same as the first, which must print something. */
export async function checkSameResult(folder: string, programs: readonly string[]): Promise<string[]> {
  const outcomes = await Promise.all(
    programs.map((program) => run(process.execPath, [program], { cwd: folder, timeout: 60 })),
  );
  const expected = outcomes[0]?.stdout ?? '';
  return outcomes.flatMap((outcome, i) => {
    const name = relative(folder, programs[i]!);
    if (outcome.code !== 0) return [`${name}: ended with code ${outcome.code}:\n${outcome.output.trim()}`];
    if (expected === '') return [`${name}: printed nothing, so there is nothing to compare`];
    return outcome.stdout === expected ? [] : [`${name}: printed\n${outcome.stdout}expected\n${expected}`];
  });
}
