// Finds Chromium for the tests that need a browser; on Debian, as root, installs it.
import { existsSync } from 'node:fs';
import { run } from './pnpm.mjs';

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * @returns {Promise<{ path: string | undefined, output: string }>} where it is, or why there is none
 */
export async function findChromium() {
  const wanted = process.env['CHROMIUM'];
  if (wanted) return existsSync(wanted) ? { path: wanted, output: '' } : missing(`CHROMIUM: no file ${wanted}`);
  const found = usual.find((path) => existsSync(path));
  return found ? { path: found, output: '' } : install();
}

async function install() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return missing('There is no Chromium.');
  await run('apt-get', ['update'], { quiet: true });
  const packages = ['install', '-y', '--no-install-recommends', 'chromium'];
  const { output } = await run('apt-get', packages, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  const path = usual.find((each) => existsSync(each));
  return path ? { path, output: '' } : missing(output);
}

/** @param {string} reason */
function missing(reason) {
  return {
    path: undefined,
    output: `${reason}\nThe browser tests need Chromium: install it, or set CHROMIUM to its path.`,
  };
}
