import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { tempTree } from './temp-tree.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

it('removes the folder afterwards, and when its use fails', async () => {
  const fill = (folder: string) => {
    writeFileSync(join(folder, 'a'), '');
    return folder;
  };
  expect(existsSync(await withTemporaryFolder('test', fill))).toBe(false);
  let left = '';
  const failing = withTemporaryFolder('test', (folder) => {
    left = fill(folder);
    throw new Error('planted');
  });
  await expect(failing).rejects.toThrow('planted');
  expect(existsSync(left)).toBe(false);
});

/** A program that tells its folder and the id of what it runs there, and never ends. */
const endless = `
import { run, withTemporaryFolder } from ${JSON.stringify(fileURLToPath(new URL('index.ts', import.meta.url)))};
void withTemporaryFolder('test', async (folder) => {
  const script = "require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)";
  void run(process.execPath, ['-e', script], { cwd: folder });
  console.log(folder);
  await new Promise(() => setInterval(() => {}, 1000));
});`;

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('removes it and ends what runs at %s', async (signal) => {
  const root = tempTree({ 'endless.ts': endless, 'package.json': { type: 'module' } });
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: { ssr: 'endless.ts', outDir: root, emptyOutDir: false },
  });
  const program = spawn(process.execPath, [join(root, 'endless.js')], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [text] = (await once(program.stdout.setEncoding('utf8'), 'data')) as [string];
  const folder = text.trim();
  await expect.poll(() => existsSync(join(folder, 'pid')), { timeout: 10_000 }).toBe(true);
  program.kill(signal);
  const [code] = (await once(program, 'exit')) as [number];
  expect(code).toBeGreaterThan(128);
  expect(existsSync(folder)).toBe(false);
});
