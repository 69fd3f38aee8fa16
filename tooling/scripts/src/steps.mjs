import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { build, run } from './pnpm.mjs';
import { broken, countLine, isGreen, readCount } from './count.mjs';

/**
 * What a step came to. `output` is shown if it failed; `count` is there if it ran tests.
 *
 * @typedef {{ ok: boolean, output: string, note?: string, count?: import('./count.mjs').Count }} Outcome
 */

/**
 * The steps of `npm test`, in order. The first one installs and builds; the others run what it left.
 *
 * @type {Record<string, () => Promise<Outcome>>}
 */
export const steps = {
  build: async () => outcome(await build()),
  format: async () => withAdvice(await tool('biome', 'format', '.', '--reporter=summary'), 'npm run format mends it.'),
  lint: () => tool('oxlint', '--type-aware'),
  boundaries: () => main('tooling/boundaries'),
  typecheck: () => tool('tsc', '-p', 'tsconfig.json'),
  guards: () => main('tooling/guards'),
  docs: () => main('tooling/docs', '--check'),
  tests: () => withChromium(),
  browser: () => withChromium('--config', 'vitest.browser.config.ts'),
  golden,
  packed: () => main('tooling/packed'),
  templates: () => main('tooling/templates', '--check'),
  release: () => main('tooling/release'),
};

/** Steps that work in copies of the repository, mostly on one core: the others done, they run at once. */
export const besides = new Set(['packed', 'templates', 'release']);

/**
 * @param {Outcome} result
 * @param {string} advice
 */
function withAdvice(result, advice) {
  return { ...result, output: `${result.output.trim()}\n\n${advice}` };
}

/** @param {{ code: number, output: string }} result */
function outcome({ code, output }) {
  return { ok: code === 0, output };
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function tool(name, ...args) {
  return outcome(await run(`node_modules/.bin/${name}`, args, { quiet: true }));
}

/**
 * @param {string} folder
 * @param {string[]} args
 */
async function main(folder, ...args) {
  return outcome(await run('node', [`${folder}/dist/main.js`, ...args], { quiet: true }));
}

/**
 * All projects in one run: on two cores that is much faster than one process a package.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function vitest(args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'ostinato-count-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  try {
    const file = join(folder, 'count.json');
    const reporters = ['--reporter=dot', '--reporter=./tooling/scripts/src/count-reporter.mjs'];
    const { code, output } = await run('node_modules/.bin/vitest', ['run', ...args, ...reporters], {
      quiet: true,
      env: { ...env, OSTINATO_COUNT: file, OSTINATO_BUILT: 'yes' },
    });
    const count = readJson(file) ?? broken;
    return { ok: code === 0 && isGreen(count), output, note: countLine(count), count };
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/**
 * Some tests need a browser: on a machine without Chromium all fail, and say how to get it.
 *
 * @param {string[]} args
 */
async function withChromium(...args) {
  const { path, output } = await findChromium();
  return path === undefined ? { ok: false, output, count: broken } : vitest(args, { CHROMIUM: path });
}

/** Cases of things that the project does not have yet are skipped; they are shown but are none of its tests. */
async function golden() {
  const { ok, output } = await main('tooling/golden');
  const count = readCount(output) ?? broken;
  return { ok: ok && isGreen(count), output, note: countLine(count), count: { ...count, skipped: 0 } };
}

/**
 * @param {string} file
 * @returns {import('./count.mjs').Count | undefined}
 */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
