// npm run check:package NAME [VITEST ARGS]: types, lint, format and tests of one package, without building any other.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { install, root, run } from './pnpm.mjs';

const [given = '', ...rest] = process.argv.slice(2);
const name = given.replace(/^@ostinato(-workspace)?\//, '');
const folder = ['packages', 'apps', 'tooling']
  .map((kind) => `${kind}/${name}`)
  .find((path) => existsSync(join(root, path)));
if (!name || !folder) {
  console.error(
    `Usage: npm run check:package NAME, where NAME is a folder of packages, apps or tooling; got "${given}"`,
  );
  process.exit(2);
}

await install();
// Test files share their modules here, which is a third faster; in npm test each has its own.
const tests = run('node_modules/.bin/vitest', ['run', '--project', name, '--no-isolate', ...rest]);
const checks = [
  check('types', 'tsc', '-p', folder),
  check('lint', 'oxlint', '--type-aware', folder),
  check('format', 'biome', 'format', folder),
];
const outcomes = [...(await Promise.all(checks)), { name: 'tests', ...(await tests) }];
for (const { name: step, code, output } of outcomes) {
  if (code) console.error(output.trim());
  console.log(`${code ? 'FAILED' : 'ok    '} ${step}${code && step === 'format' ? ': npm run format mends it' : ''}`);
}
process.exitCode = outcomes.some(({ code }) => code) ? 1 : 0;

/**
 * @param {string} step
 * @param {string} program
 * @param {string[]} args
 */
async function check(step, program, ...args) {
  return { name: step, ...(await run(`node_modules/.bin/${program}`, args, { quiet: true })) };
}
