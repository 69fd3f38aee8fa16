import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { packageManager } from '@ostinato-workspace/workspace';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { match, pack } from './pack.ts';

const named = packageManager(fileURLToPath(new URL('../../../..', import.meta.url)));

/** A workspace of one package. */
const workspace = (files: Record<string, string>) =>
  tempTree({
    'package.json': { name: 'planted', private: true, packageManager: named },
    'pnpm-workspace.yaml': 'packages: [packages/*]\npmOnFail: ignore\n',
    LICENSE: 'MIT',
    'packages/a/package.json': { name: 'a', version: '1.0.0', license: 'MIT', files: ['dist', 'src'] },
    'packages/a/src/index.ts': 'export const a = 1;',
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`packages/a/${path}`, text])),
  });

it('fails where a package is not built', async () => {
  await expect(pack(workspace({}), 'nowhere')).rejects.toThrow('packages/a/dist is missing: build first');
});

it('reports what is missing in a tarball and what old builds left there, and deletes nothing', async () => {
  const root = workspace({ 'dist/index.js': '', 'dist/index.d.ts': '', 'dist/old/gone.js': '' });
  await expect(pack(root, join(root, 'tarballs'))).rejects.toThrow(
    /^a: README.md is not packed\na: dist\/old\/gone.js is packed without its source: delete .* and build again$/,
  );
  expect(readdirSync(join(root, 'packages/a/dist/old'))).toEqual(['gone.js']);
  expect(readdirSync(join(root, 'tarballs'))).toEqual(['a-1.0.0.tgz']);
});

it('reports a tarball that is missing', () => {
  const a = { folder: 'a', path: 'packages/a', manifest: { name: 'a', version: '1.0.0' } };
  const problems = ['a: pnpm pack made no tarball'];
  expect(match([a], [])).toEqual({ packed: [], problems });
  expect(match([a], [{ name: 'a', filename: '/no/such.tgz', files: [] }])).toEqual({ packed: [], problems });
});
