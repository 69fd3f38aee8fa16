import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type PeerLine, parsePeerLine, type SkipLine } from '../run/peer-line.ts';
import type { Runner } from './runner.ts';

const taskset = '/usr/bin/taskset';

/** How a child process measures. */
export interface ChildOptions {
  readonly workload: string;
  readonly budget: number;
  readonly reps: number;
  readonly cpu: number;
}

/**
 * Runs a workload in a process of its own. Programs of one thread are held to one core where the system can do that, so that
 * none gains by helper threads. A program that fails or does not end in time is skipped, with the reason.
 */
export function runChild(runner: Runner, { workload, budget, reps, cpu }: ChildOptions): PeerLine | SkipLine {
  const held = runner.threads === 1 && existsSync(taskset) ? [taskset, '-c', String(cpu)] : [];
  const options = ['--workload', workload, '--budget', String(budget), '--reps', String(reps)];
  const [command, ...args] = [...held, ...runner.command, ...options];
  const { stdout, stderr, signal } = spawnSync(command!, args, {
    encoding: 'utf8',
    env: { ...process.env, ...runner.environment },
    timeout: 60_000 + 30_000 * budget,
    killSignal: 'SIGKILL',
  });
  try {
    return parsePeerLine(stdout);
  } catch {
    return { skip: true, note: signal ? `no answer in time (${signal})` : `fails: ${reasonIn(stderr)}` };
  }
}

/** The line of a stack that says what is wrong. */
function reasonIn(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return (lines.find((line) => /^\S*(Error|Exception)\b/.test(line)) ?? lines.at(-1) ?? '').slice(0, 200);
}
