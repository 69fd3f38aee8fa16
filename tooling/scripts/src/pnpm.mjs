// Plain JavaScript without dependencies: this runs before anything is installed or built.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Not every tool notices that nobody looks at its colors. */
const plain = process.stdout.isTTY || process.env['FORCE_COLOR'] ? {} : { NO_COLOR: '1' };

/** @type {readonly NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the root of the workspace and waits for it.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv }} [options] `quiet` keeps what it prints until it fails
 * @returns {Promise<{ code: number, output: string }>} the exit code, and what a quiet run printed
 */
export function run(program, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...plain, TURBO_TELEMETRY_DISABLED: '1', ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    const release = quiet ? passSignals(child) : () => {};
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      release();
      resolve({ code: signal ? 1 : (code ?? 1), output });
    });
  });
}

/**
 * Lets a program that is stopped with us end first, so that it can put away what it made; then this process exits.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} takes the handlers away
 */
function passSignals(child) {
  /** @type {(name: NodeJS.Signals, number: number) => void} */
  const stop = (name, number) => {
    child.on('close', () => process.exit(128 + number));
    child.kill(name);
  };
  for (const name of signals) process.on(name, stop);
  return () => {
    for (const name of signals) process.off(name, stop);
  };
}

/**
 * Runs the pnpm that package.json names, fetching it if need be. `pnpm exec` installs first where that is due.
 *
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function pnpm(args, options) {
  const { packageManager } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  return run('npx', ['-y', packageManager, ...args], options);
}

/** Installs what is missing; ends the process if that fails. */
export async function install() {
  const notice = setTimeout(() => console.error('Installing what is not up to date...'), 1500);
  const { code, output } = await pnpm(['exec', 'node', '--version'], { quiet: true });
  clearTimeout(notice);
  if (code === 0) return;
  console.error(output);
  process.exit(code);
}

/**
 * Installs what is missing and builds what is stale.
 *
 * @param {readonly string[]} [packages] the packages to build, with what they depend on; all if none is named
 */
export function build(packages = []) {
  const filters = packages.map((name) => `--filter=${name}`);
  const turbo = [
    'exec',
    'turbo',
    'run',
    'build',
    '--continue=dependencies-successful',
    '--output-logs=errors-only',
    ...filters,
  ];
  return pnpm(turbo, { quiet: true });
}
