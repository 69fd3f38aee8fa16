import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkInstalled, type Lock } from './check-installed.ts';
import type { Version } from './packages.ts';
import { failOn } from './problems.ts';
import { type Place, runChecked } from '@ostinato-workspace/workspace';

/** An empty folder with a user's program in it; gives its place. */
export function createConsumer(folder: string, program: string, place: Place): Place {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  writeFileSync(join(folder, 'program.js'), program);
  return { ...place, cwd: folder };
}

/** Installs `wanted` by npm, holds all that is then installed to `current`, and gives what the program prints. */
export async function use(
  consumer: Place,
  wanted: readonly Version[],
  current: readonly Version[],
  registry: string,
): Promise<string> {
  const names = wanted.map(({ name, version }) => `${name}@${version}`);
  await runChecked('npm', ['install', ...names], { ...consumer, timeout: 300 });
  const lock = JSON.parse(readFileSync(join(consumer.cwd, 'package-lock.json'), 'utf8')) as Lock;
  failOn(checkInstalled(lock, current, registry));
  return (await runChecked(process.execPath, ['program.js'], consumer)).trim();
}
