import { tmpdir } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { run, runChecked } from './run.ts';

const cwd = tmpdir();
const node = (code: string, timeout = 10) => run(process.execPath, ['-e', code], { cwd, timeout });
afterEach(() => vi.unstubAllEnvs());

it('gives the code and what was written', async () => {
  const ended = await node('console.log(1); console.error(2); process.exitCode = 3');
  expect(ended).toMatchObject({ code: 3, stdout: '1\n', stderr: '2\n' });
  expect(ended.output).toMatch(/^(1\n2\n|2\n1\n)$/);
});

it('ends a program that does not end, together with its children', async () => {
  // The streams stay open until nobody holds them any more, so that this waits for the child too.
  const ended = await node(`require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' })`, 0.5);
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('killed after 0.5 s') });
});

it('fails where there is no such program', async () => {
  expect(await run('no-such-program', [], { cwd })).toMatchObject({
    code: 1,
    output: expect.stringContaining('ENOENT'),
  });
});

it('gives the output of a program that must not fail, and throws all that it wrote', async () => {
  expect(await runChecked('node', ['-p', '1+1'], { cwd })).toBe('2\n');
  const failing = runChecked('node', ['-e', 'console.error("oh");process.exit(3)'], { cwd });
  await expect(failing).rejects.toThrow('failed:\noh');
});

it('hides the repository of a git hook', async () => {
  vi.stubEnv('GIT_DIR', '/no/such/folder');
  expect((await node('console.log(process.env.GIT_DIR)')).stdout).toBe('undefined\n');
});
