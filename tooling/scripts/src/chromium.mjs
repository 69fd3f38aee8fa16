// Finds Chromium for the tests that need a browser; on Debian, as root, installs it.
import { existsSync } from 'node:fs';
import { run } from './pnpm.mjs';

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * @returns {Promise<{ path?: string, output: string }>} where it is, or why there is none
 */
export async function findChromium() {
  const wanted = process.env['CHROMIUM'];
  if (wanted) return existsSync(wanted) ? { path: wanted, output: '' } : { output: `CHROMIUM: no file ${wanted}` };
  const found = usual.find((path) => existsSync(path));
  return found ? { path: found, output: '' } : install();
}

async function install() {
  const advice = 'The browser tests need Chromium: install it, or set CHROMIUM to its path.';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return { output: advice };
  await run('apt-get', ['update'], { quiet: true });
  const packages = ['install', '-y', '--no-install-recommends', 'chromium'];
  const { output } = await run('apt-get', packages, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  return existsSync(usual[0]) ? { path: usual[0], output: '' } : { output: `${output}\n${advice}` };
}
