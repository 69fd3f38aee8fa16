// node tooling/packed/dist/main.js [STEP...]: packs the packages once and tries the tarballs.
import { fileURLToPath } from 'node:url';
import { messageOf, statusLine } from '@ostinato-workspace/workspace';
import { type Bench, withBench } from './bench.ts';
import { steps } from './steps.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0) {
  console.error(`No step called ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

let start = performance.now();
try {
  await withBench(root, runSteps);
} catch (error) {
  report('pack', [messageOf(error)]);
}

async function runSteps(bench: Bench): Promise<void> {
  report('pack', []);
  for (const [name, step] of Object.entries(steps)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    try {
      const { problems, note } = await step(bench);
      report(name, problems, note);
    } catch (error) {
      report(name, [messageOf(error)]);
    }
  }
  console.log(`${bench.packed.length} packages tried`);
}

/** One line for a step that just ended, after its problems. */
function report(name: string, problems: readonly string[], note = ''): void {
  for (const problem of problems) console.error(problem);
  console.log(statusLine(problems.length === 0, name, start, note));
  if (problems.length > 0) process.exitCode = 1;
  start = performance.now();
}
