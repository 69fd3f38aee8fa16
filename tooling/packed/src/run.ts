import { execFile } from 'node:child_process';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** Seconds until the program is killed; default: none. */
  readonly timeout?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program and waits for it. It never rejects: a program that cannot be started or is killed has a code of its own. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  const { cwd, timeout = 0, env = {} } = options;
  // npm and npx are scripts on Windows, which only a shell can start.
  const shell = process.platform === 'win32' && program !== process.execPath;
  const settings = { cwd, shell, timeout: timeout * 1000, env: { ...process.env, NO_COLOR: '1', ...env } };
  return new Promise((resolve) => {
    execFile(program, args, { ...settings, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (!error) return resolve({ code: 0, stdout, stderr });
      const late = error.killed ? `\nkilled after ${timeout} s` : '';
      const start = typeof error.code === 'string' ? `\n${error.message}` : '';
      resolve({ code: typeof error.code === 'number' ? error.code : 1, stdout, stderr: `${stderr}${late}${start}` });
    });
  });
}

/** What a program printed, for an error message. */
export function printed({ stdout, stderr }: Outcome): string {
  return `${stdout}\n${stderr}`.trim();
}
