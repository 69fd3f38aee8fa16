// node run-main.mjs [--all] FOLDER ARGS: installs what is missing, builds what is stale of FOLDER and what it depends on
// (--all: of every package), then runs FOLDER/dist/main.js.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from './pnpm.mjs';

const all = process.argv[2] === '--all';
const [folder = '', ...args] = process.argv.slice(all ? 3 : 2);

await prepare();
runMain();

async function prepare() {
  const notice = setTimeout(() => console.error('Installing and building what is not up to date...'), 1500);
  const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const { code, output } = await build(all ? [] : [name]);
  clearTimeout(notice);
  if (code === 0) return;
  console.error(output);
  process.exit(code);
}

/** The program has the terminal. A signal must not end this process before the program has dealt with it. */
function runMain() {
  const child = spawn(process.execPath, [join(root, folder, 'dist/main.js'), ...args], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the program itself, and npm repeats it to us: passing it on would make it two.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
}
