// npm test [-- STEP...]: runs every check, or the named ones. The last line counts the tests that ran.
import { add, countLine } from './count.mjs';
import { besides, steps } from './steps.mjs';

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0) {
  console.error(
    `No step called ${unknown.join(', ')}. Usage: npm test [-- STEP...], of ${Object.keys(steps).join(', ')}`,
  );
  process.exit(2);
}

/** @type {import('./count.mjs').Count[]} */
const counts = [];
/** @type {string[]} */
const failed = [];
/** @param {string} name */
const isChosen = (name) => chosen.length === 0 || name === 'build' || chosen.includes(name);
const names = Object.keys(steps).filter(isChosen);
for (const name of names.filter((each) => !besides.has(each))) await runStep(name);
await Promise.all(names.filter((each) => besides.has(each)).map(runStep));

/** @param {string} name */
async function runStep(name) {
  const start = performance.now();
  const {
    ok,
    output,
    note = '',
    count,
  } = await /** @type {() => Promise<import('./steps.mjs').Outcome>} */ (steps[name])();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (!ok) console.log(`\n${output.trim()}\n`);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(11)} ${seconds.padStart(5)} s  ${note}`.trimEnd());
  if (!ok) failed.push(name);
  if (count) counts.push(count);
}

if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
if (counts.length > 0) console.log(countLine(add(counts)));
process.exitCode = failed.length > 0 ? 1 : 0;
