// node tooling/packed/dist/main.js [STEP...]: packs the packages once and tries the tarballs.
import { fileURLToPath } from 'node:url';
import { type Bench, withBench } from './bench.ts';
import { steps } from './steps.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`No step called ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

let start = performance.now();
try {
  await withBench(root, runSteps);
} catch (error) {
  report('pack', [error instanceof Error ? error.message : String(error)]);
}

async function runSteps(bench: Bench): Promise<void> {
  report('pack', []);
  const counts = [];
  for (const [name, step] of Object.entries(steps)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    try {
      const { problems, count } = await step(bench);
      report(name, problems);
      if (count) counts.push(`${count.passed} passed, ${count.failed} failed`);
    } catch (error) {
      report(name, [error instanceof Error ? error.message : String(error)]);
    }
  }
  console.log(counts[0] ?? `${bench.packed.length} packages tried`);
}

/** One line for a step that just ended, after its problems. */
function report(name: string, problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${problems.length > 0 ? 'FAILED' : 'ok    '} ${name.padEnd(8)} ${seconds.padStart(5)} s`);
  if (problems.length > 0) process.exitCode = 1;
  start = performance.now();
}
