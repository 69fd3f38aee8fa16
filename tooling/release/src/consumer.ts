import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkInstalled, type Lock } from './check-installed.ts';
import type { Version } from './packages.ts';
import { failOn } from './problems.ts';
import { type Place, run } from './run.ts';

/** An empty folder with a user's program in it; gives its place. */
export function createConsumer(folder: string, program: string, { env, signal }: Place): Place {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  writeFileSync(join(folder, 'program.js'), program);
  return { cwd: folder, env, signal };
}

/** Installs `wanted` by npm, holds all that is then installed to `current`, and gives what the program prints. */
export async function use(
  consumer: Place,
  wanted: readonly Version[],
  current: readonly Version[],
  registry: string,
): Promise<string> {
  await run('npm', ['install', ...wanted.map(({ name, version }) => `${name}@${version}`)], consumer);
  const lock = JSON.parse(readFileSync(join(consumer.cwd, 'package-lock.json'), 'utf8')) as Lock;
  failOn(checkInstalled(lock, current, registry));
  return (await run(process.execPath, ['program.js'], consumer)).trim();
}
