import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endRunning } from './run.ts';

/**
 * Makes a temporary folder, hands it to `use`, ends what still runs and removes it, also when `use` fails or this
 * process is stopped.
 */
export async function withTemporaryFolder<R>(prefix: string, use: (folder: string) => R | Promise<R>): Promise<R> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `ostinato-${prefix}-`)));
  const remove = (): void => {
    endRunning(); // it may write there
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const stop = (name: string, signal: number): void => {
    console.error(`Stopped by ${name}`);
    process.exit(128 + signal); // then the exit handler tidies up
  };
  // Not once: npm repeats Ctrl-C, and the second one must not end us before everything is torn down.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  process.on('exit', remove);
  try {
    return await use(folder);
  } finally {
    for (const name of signals) process.off(name, stop);
    process.off('exit', remove);
    remove();
  }
}
