import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outsideFolders, packOutside } from './outside.ts';
import { readPackages } from './packages.ts';
import { runChecked } from './run.ts';
import { tempTree } from './temp-tree.ts';

const store = 'node_modules/.pnpm';

/** As pnpm installs: a link to the store, where what a package needs is beside it. */
function workspace(fields: object): string {
  const root = tempTree({
    'packages/a/package.json': { name: 'ostinato', version: '1.0.0', ...fields },
    'packages/a/node_modules/.keep': '',
    [`${store}/one@1.0.0/node_modules/one/package.json`]: {
      name: 'one',
      version: '1.0.0',
      dependencies: { two: '*' },
      peerDependencies: { four: '*' },
      peerDependenciesMeta: { four: { optional: true } },
    },
    [`${store}/one@1.0.0/node_modules/one/node_modules/.bin/program`]: '',
    [`${store}/one@1.0.0/node_modules/two/package.json`]: { name: 'two', version: '2.0.0', dependencies: { one: '*' } },
  });
  symlinkSync(join(root, store, 'one@1.0.0/node_modules/one'), join(root, 'packages/a/node_modules/one'));
  return root;
}

it.each(['dependencies', 'peerDependencies'])('follows %s and packs what it finds', async (kind) => {
  const root = workspace({ [kind]: { one: '^1.0.0', '@ostinato/base': 'workspace:^' } });
  const folders = outsideFolders(root, readPackages(root));
  expect(folders.map((folder) => folder.replace(/.*\//, ''))).toEqual(['one', 'two']);
  const tarballs = await packOutside(folders, tempTree({}));
  const contents = await Promise.all(tarballs.map((path) => runChecked('tar', ['-tzf', path], { cwd: root })));
  expect(contents.map((list) => list.trim().split('\n').at(-1))).toEqual([
    'package/package.json',
    'package/package.json',
  ]);
  expect(contents.join('')).not.toContain('node_modules');
});

it('takes optional peers of our own packages, not of others, and nothing that is for development', async () => {
  const root = workspace({
    peerDependencies: { one: '*' },
    peerDependenciesMeta: { one: { optional: true } },
    devDependencies: { three: '*' },
  });
  expect(outsideFolders(root, readPackages(root)).map((folder) => folder.replace(/.*\//, ''))).toEqual(['one', 'two']);
  expect(outsideFolders(root, [])).toEqual([]);
  expect(await packOutside([], 'nowhere')).toEqual([]);
});

it('fails where a dependency is not installed', () => {
  const root = workspace({ dependencies: { three: '*' } });
  expect(() => outsideFolders(root, readPackages(root))).toThrow(/packages\/a needs three, which is not installed/);
});
