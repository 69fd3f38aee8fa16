import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { run } from './run.ts';

const { signal } = new AbortController();
const place = { cwd: tmpdir(), env: process.env, signal };

it('gives what a program writes, and shows all of it when the program fails', async () => {
  expect(await run('node', ['-p', '1+1'], place)).toBe('2\n');
  await expect(run('node', ['-e', 'console.error("oh");process.exit(3)'], place)).rejects.toThrow('failed:\noh');
  await expect(run('no-such-program', [], place)).rejects.toThrow('ENOENT');
});

it('ends a program together with its children', async () => {
  const stop = new AbortController();
  const endless = `require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' })`;
  const running = run('node', ['-e', endless], { ...place, signal: stop.signal });
  setTimeout(() => stop.abort(), 200);
  await expect(running).rejects.toThrow('aborted'); // only once nobody holds its output open any more
});
