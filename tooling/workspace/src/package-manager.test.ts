import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { packageManager, pnpm } from './package-manager.ts';
import { tempTree } from './temp-tree.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

it('runs the pnpm that package.json names', async () => {
  const { code, stdout } = await pnpm(root, ['--version'], { cwd: tempTree({}) });
  expect([code, `pnpm@${stdout.trim()}`]).toEqual([0, packageManager(root)]);
});

it('fails where none is named', () => {
  expect(() => packageManager(tempTree({ 'package.json': {} }))).toThrow('names no packageManager');
});
