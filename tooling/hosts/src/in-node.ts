import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from './pages/program.js';
import { pages } from './paths.ts';

/** Runs a program in a process of its own and returns what it printed. @throws Error if it fails or does not end by itself */
export async function inNode<T = Result>(program: string, ...args: readonly string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [resolve(pages, '..', program), ...args], {
    timeout: 20_000,
  });
  return JSON.parse(stdout);
}
