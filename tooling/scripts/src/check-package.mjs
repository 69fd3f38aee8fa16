// npm run check:package NAME [VITEST ARGS]: types, lint and tests of one package, without building any other.
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
const checks = await Promise.all([
  run('node_modules/.bin/tsc', ['-p', folder], { quiet: true }),
  run('node_modules/.bin/oxlint', ['--type-aware', folder], { quiet: true }),
  run('node_modules/.bin/vitest', ['run', '--project', name, ...rest]),
]);
for (const { code, output } of checks) if (code) console.error(output);
process.exitCode = checks.some(({ code }) => code) ? 1 : 0;
