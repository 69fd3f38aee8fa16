import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Tree, tempTree, writeTree } from '@ostinato-workspace/workspace/testing';
import { checkExports, snapshotPath, writeExports } from './exports.ts';

const entry = (name: string) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });
const exportsField = { '.': entry('index'), './node': entry('node'), './package.json': './package.json' };

/** A package with two entry points. */
function packageTree(folder: string, names: readonly string[]): Tree {
  const path = `packages/${folder}`;
  return {
    [`${path}/package.json`]: { name: `@ostinato/${folder}`, type: 'module', exports: exportsField },
    [`${path}/dist/index.js`]: `export const ${names.map((name) => `${name} = 1`).join(', ')};`,
    [`${path}/dist/index.d.ts`]: [
      `export * from './types.ts';`,
      ...names.map((name) => `export declare const ${name}: 1;`),
    ].join('\n'),
    [`${path}/dist/types.d.ts`]: 'export interface Options { a: 1 }\ninterface Hidden { a: 1 }',
    [`${path}/dist/node.js`]: 'export function save() {}',
    [`${path}/dist/node.d.ts`]: `export declare function save(): void;\nexport { type Options, type Options as Other } from './types.js';`,
  };
}

const snapshot = `@ostinato/a
  One
  two
  type Options

@ostinato/a/node
  save
  type Options
  type Other
`;
const good: Tree = { ...packageTree('a', ['two', 'One']), [snapshotPath]: snapshot };
const problemsOf = async (tree: Tree) => (await checkExports(tempTree(tree))).problems;

it('finds nothing wrong with a list that says what there is', async () => {
  expect(await checkExports(tempTree(good))).toEqual({
    problems: [],
    figures: '3 names and 3 types of 2 entry points',
  });
});

it('writes the list that it reads', async () => {
  const root = tempTree(good);
  rmSync(join(root, snapshotPath));
  await writeExports(root);
  expect(readFileSync(join(root, snapshotPath), 'utf8')).toBe(snapshot);
});

it('does not write a list with a gap', async () => {
  const root = tempTree({ ...good, 'packages/a/dist/node.js': undefined });
  writeTree(root, packageTree('b', ['x']));
  await writeExports(root);
  expect(readFileSync(join(root, snapshotPath), 'utf8')).toBe(snapshot);
});

it.each([
  ['a new name', packageTree('a', ['One', 'two', 'three']), [/a: three is new; "npm run exports"/]],
  ['a lost name', packageTree('a', ['One']), [/a: two is gone/]],
  [
    'a new type',
    { 'packages/a/dist/types.d.ts': 'export type New = 1; export type Options = 1' },
    [/a: type New is new/],
  ],
  ['a lost type', { 'packages/a/dist/types.d.ts': 'export {}' }, [/a: type Options is gone/]],
  [
    'a type that became a value',
    {
      'packages/a/dist/types.d.ts': 'export {}',
      'packages/a/dist/index.js': 'export class Options {} export const One = 1, two = 2;',
    },
    [/a: Options is exported, but not declared/, /a: Options is new/, /a: type Options is gone/],
  ],
  ['a new package', packageTree('b', ['x']), [/b: has no block/, /b\/node: has no block/]],
  ['a stale package', { [snapshotPath]: `${snapshot}\n@ostinato/b\n  x\n` }, [/b: no package has this entry/]],
  ['a missing list', { [snapshotPath]: undefined }, [/exports.txt: is missing/]],
  ['missing types', { 'packages/a/dist/node.d.ts': undefined }, [/a\/node: .*node.d.ts is missing/, /no package/]],
  [
    'types that cannot be read',
    { 'packages/a/dist/types.d.ts': undefined },
    [/a: .*types.ts' leads to no file/, /no package/],
  ],
  ['a missing build', { 'packages/a/dist/node.js': undefined }, [/node.js is missing; "npm run build"/, /no package/]],
])('reports %s', async (_, change, messages) => {
  expect(await problemsOf({ ...good, ...change })).toEqual(messages.map((each) => expect.stringMatching(each)));
});

it('reports more than 40 names, but not of tensor', async () => {
  const many = (folder: string) =>
    packageTree(
      folder,
      [...Array(41).keys()].map((index) => `n${index}`),
    );
  const root = tempTree({ ...many('a'), ...many('tensor') });
  await writeTreeAndList(root);
  expect((await checkExports(root)).problems).toEqual(['@ostinato/a: exports 41 names besides types, at most 40']);
});

it('fails where there are no packages, and at a package without entry points', async () => {
  await expect(checkExports(tempTree({}))).rejects.toThrow(/no packages found/);
  const tree = { ...good, [snapshotPath]: '', 'packages/a/package.json': { name: '@ostinato/a' } };
  expect(await problemsOf(tree)).toEqual(['@ostinato/a: has no root entry to import']);
});

async function writeTreeAndList(root: string): Promise<void> {
  writeTree(root, { [snapshotPath]: '' });
  await writeExports(root);
}
