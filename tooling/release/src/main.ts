import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problems } from './problems.ts';
import { rehearse } from './rehearsal.ts';

const root = process.argv[2] ?? fileURLToPath(new URL('../../..', import.meta.url));
const interrupted = new AbortController();
// Not once: npm repeats Ctrl-C, and the second one must not end us before everything is torn down.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupted.abort());

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'ostinato-release-'));
try {
  await rehearse(root, folder, interrupted.signal);
  console.log('Both releases went to a registry on this machine, and were installed and used from there');
} catch (error) {
  process.exitCode = report(error);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Gives the exit code. */
function report(error: unknown): number {
  if (interrupted.signal.aborted) {
    console.error('Stopped; nothing is left behind');
    return 130;
  }
  const lines = error instanceof Problems ? error.lines : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) console.error(line);
  console.log(`The release would fail: ${lines.length} ${lines.length === 1 ? 'problem' : 'problems'}`);
  return 1;
}
