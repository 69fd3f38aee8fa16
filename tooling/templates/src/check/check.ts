import { copyTree, git, messageOf, statusLine, withTemporaryFolder } from '@ostinato-workspace/workspace';
import { type Step, stepsIn } from './steps.ts';

/** Tries every template in a copy of the repository at `root`, which it leaves alone. Resolves to the exit code. */
export function checkTemplates(root: string): Promise<number> {
  return withTemporaryFolder('templates', (copy) => {
    copyTree(root, copy);
    git(copy, 'init', '--quiet'); // the formatter asks git what to leave out
    return runSteps(stepsIn(root, copy), (line) => console.log(line));
  });
}

/** Runs steps until one fails, with a line for each. Resolves to 1 when one fails, or when there are none. */
export async function runSteps(steps: readonly Step[], print: (line: string) => void): Promise<number> {
  let ok = steps.length > 0;
  for (const { name, run } of steps) {
    const start = performance.now();
    const { code, output } = await run().catch((error: unknown) => ({ code: 1, output: messageOf(error) }));
    ok = code === 0;
    if (!ok) print(output.trim());
    print(statusLine(ok, name, start));
    if (!ok) break;
  }
  print(`templates: ${ok ? 'all work' : 'broken'}`);
  return ok ? 0 : 1;
}
