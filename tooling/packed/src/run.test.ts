import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { run } from './run.ts';

const node = (code: string, timeout = 10) => run(process.execPath, ['-e', code], { cwd: tmpdir(), timeout });

it('gives the code and what was printed', async () => {
  const outcome = await node('console.log(1); console.error(2); process.exitCode = 3');
  expect(outcome).toEqual({ code: 3, stdout: '1\n', stderr: '2\n' });
});

it('ends a program that does not end', async () => {
  const outcome = await node('setInterval(() => {}, 1000)', 0.5);
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('killed after 0.5 s') });
});

it('fails where there is no such program', async () => {
  const outcome = await run('no-such-program', [], { cwd: tmpdir() });
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') });
});
