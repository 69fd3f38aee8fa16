import { rmSync } from 'node:fs';
import { copyTree } from './copy-tree.ts';
import { type Step, stepsIn } from './steps.ts';

/** Tries every template in a copy of the repository at `root`, which it leaves alone. Resolves to the exit code. */
export async function checkTemplates(root: string): Promise<number> {
  const copy = copyTree(root);
  try {
    return await runSteps(stepsIn(copy), (line) => console.log(line));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Runs steps until one fails, with a line for each. Resolves to 1 when one fails, or when there are none. */
export async function runSteps(steps: readonly Step[], print: (line: string) => void): Promise<number> {
  let ok = steps.length > 0;
  const begin = performance.now();
  for (const { name, run } of steps) {
    const start = performance.now();
    const { code, output } = await run().catch((error: unknown) => ({ code: 1, output: String(error) }));
    ok = code === 0;
    if (!ok) print(output.trim());
    print(`${ok ? 'ok    ' : 'FAILED'} ${name} ${seconds(start)}`);
    if (!ok) break;
  }
  print(`templates: ${ok ? 'all work' : 'broken'}, ${seconds(begin)}`);
  return ok ? 0 : 1;
}

const seconds = (start: number): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
