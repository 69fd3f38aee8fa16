import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { printed, run } from './run.ts';

/** For tests: a folder with these files, objects as JSON; it is gone after the test. */
export function plant(files: Readonly<Record<string, string | object>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ostinato-planted-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** For tests: the path of a tarball with these files. */
export async function plantTarball(files: Readonly<Record<string, string | object>>): Promise<string> {
  const paths = Object.entries(files).map(([path, content]) => [`package/${path}`, content] as const);
  const cwd = plant(Object.fromEntries(paths));
  const outcome = await run('tar', ['-czf', 'planted.tgz', 'package'], { cwd });
  if (outcome.code !== 0) throw new Error(printed(outcome));
  return join(cwd, 'planted.tgz');
}
