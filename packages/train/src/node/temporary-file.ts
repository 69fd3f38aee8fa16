import { readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

/** A process that sits on a temporary file for an hour is another one that got the same number. */
const hour = 3_600_000;

/** A name beside `target` that says who writes it: `model.ckpt.PID-RANDOM.tmp`. */
export function temporaryPath(target: string, random: string): string {
  return `${target}.${process.pid}-${random}.tmp`;
}

/** Removes temporary files of `target` whose writer died. What cannot be removed stays. */
export async function removeStrayFiles(target: string): Promise<void> {
  const [directory, name] = [dirname(target), basename(target)];
  for (const file of await readdir(directory).catch(() => [])) {
    if (!file.startsWith(`${name}.`)) continue;
    const match = /^(\d+)-[0-9a-f]{12}\.tmp$/.exec(file.slice(name.length + 1));
    if (match === null) continue;
    const path = join(directory, file);
    if (!isAlive(Number(match[1])) || (await age(path)) > hour) await unlink(path).catch(() => {});
  }
}

const age = async (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}
