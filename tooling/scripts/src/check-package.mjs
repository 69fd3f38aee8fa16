// npm run check:package NAME [VITEST ARGS]: types, lint and tests of one package, without building any other.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, root, run } from './pnpm.mjs';

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

const types = await pnpm(['exec', 'tsc', '-p', folder]);
const lint = await run('node_modules/.bin/oxlint', ['--type-aware', folder]);
const tests = await run('node_modules/.bin/vitest', ['run', '--project', name, ...rest]);
process.exitCode = types.code || lint.code || tests.code;
