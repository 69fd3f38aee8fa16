import { spawn } from 'node:child_process';
import { withoutHook } from './environment.ts';

/** Where and how a program runs. */
export interface Place {
  readonly cwd: string;
  /** The whole environment; by default that of this process, without colors. */
  readonly env?: NodeJS.ProcessEnv;
  /** Seconds until the program is killed; by default it may take what it takes. */
  readonly timeout?: number;
}

/** How a program ended and what it wrote: `output` has both streams as they came. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
}

/** The programs that run now. */
const running = new Set<number | undefined>();

/**
 * Runs a program without a terminal and waits for it. It never rejects: a program that cannot be started, or is killed,
 * has a code that is not 0 and says why. It ends with this process, or with its temporary folder.
 */
export function run(program: string, args: readonly string[], { cwd, env, timeout }: Place): Promise<Ended> {
  return new Promise((resolve) => {
    // A group of its own: Ctrl-C then reaches only us, and we can end the program together with its children.
    const child = spawn(program, args, {
      cwd,
      env: withoutHook(env ?? { ...process.env, NO_COLOR: '1' }),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const written = { stdout: '', stderr: '', output: '' };
    const write = (stream: 'stdout' | 'stderr') => (text: string) => {
      written[stream] += text;
      written.output += text;
    };
    child.stdout.setEncoding('utf8').on('data', write('stdout'));
    child.stderr.setEncoding('utf8').on('data', write('stderr'));
    const tooLate = (): void => {
      write('stderr')(`\nkilled after ${timeout} s`);
      endGroup(child.pid);
    };
    const timer = timeout === undefined ? undefined : setTimeout(tooLate, timeout * 1000);
    running.add(child.pid);
    if (!process.listeners('exit').includes(endRunning)) process.on('exit', endRunning);
    const finish = (code: number): void => {
      clearTimeout(timer);
      running.delete(child.pid);
      resolve({ code, ...written });
    };
    child.on('error', (error) => {
      write('stderr')(`\n${error.message}`);
      finish(1);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** Runs a program and gives what it wrote to its standard output. @throws Error with all it wrote if it fails */
export async function runChecked(program: string, args: readonly string[], place: Place): Promise<string> {
  const { code, stdout, output } = await run(program, args, place);
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} failed:\n${output.trim()}`);
  return stdout;
}

/** Ends all programs that run, with all that they started. */
export function endRunning(): void {
  for (const pid of running) endGroup(pid);
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL'); // a negative id means the group
  } catch {
    // It has ended by itself.
  }
}
