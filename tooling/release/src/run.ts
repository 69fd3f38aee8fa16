import { spawn } from 'node:child_process';

/** Where and how the programs of a rehearsal run; an abort ends them with all that they started. */
export interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const windows = process.platform === 'win32';

/** Runs a program without a terminal and gives what it wrote to its standard output; throws if it fails. */
export function run(program: string, args: readonly string[], { cwd, env, signal }: Place): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // A group of its own: Ctrl-C then reaches only us, and we can end the program together with its children.
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !windows,
      shell: windows,
    });
    const end = (): void => endAll(child.pid);
    signal.addEventListener('abort', end, { once: true });
    let output = '';
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason as Error);
      else if (code === 0) resolve(output);
      else reject(new Error(`${[program, ...args].join(' ')} failed:\n${printed.trim()}`));
    });
  });
}

function endAll(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(windows ? pid : -pid, 'SIGKILL'); // a negative id means the group
  } catch {
    // It has ended by itself.
  }
}
