import { expect, it } from 'vitest';
import { isOwn, readFolders, readPackages } from './packages.ts';
import { tempTree } from './temp-tree.ts';

const tree = {
  'packages/b/package.json': { name: 'ostinato' },
  'packages/a/package.json': { name: '@ostinato/a' },
  'packages/private/package.json': { name: '@ostinato/private', private: true },
  'packages/empty/README.md': '',
  'apps/c/package.json': { name: 'c', private: true },
};

it('reads the packages that are published, in order, and all of a kind', () => {
  const root = tempTree(tree);
  expect(readPackages(root).map(({ path }) => path)).toEqual(['packages/a', 'packages/b']);
  expect(readFolders(root, 'packages').map(({ folder }) => folder)).toEqual(['a', 'b', 'private']);
  expect(readFolders(root, 'apps')).toEqual([{ folder: 'c', path: 'apps/c', manifest: tree['apps/c/package.json'] }]);
  expect(readFolders(root, 'tooling')).toEqual([]);
});

it('fails where there are none', () => {
  expect(() => readPackages(tempTree({}))).toThrow(/packages: no packages found/);
  expect(() => readPackages(tempTree({ 'packages/p/package.json': { private: true } }))).toThrow(/no packages found/);
});

it('knows our names, with a scope and without', () => {
  expect(['@ostinato/base', 'ostinato', '@ostinato-workspace/packed'].every(isOwn)).toBe(true);
  expect(['ostinatos', '@ostinatos/base', 'left-pad', '@tensorflow/tfjs-core'].some(isOwn)).toBe(false);
});
