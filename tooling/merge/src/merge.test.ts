import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { merge } from './merge.mjs';

const entry = (name: string) => ({ node: `./dist/${name}.node.js`, default: `./dist/${name}.js` });
const exports = { '.': entry('index'), './more': entry('more'), './package.json': './package.json' };

/** A built package of two entry points with a state in common. */
const built = (change: Record<string, object | string> = {}): string =>
  tempTree({
    'package.json': { type: 'module', exports },
    'dist/index.js': "export { add } from './deep/state.js';\nexport const load = () => import('./binary/one.js');",
    'dist/more.js': "export { state } from './deep/state.js';",
    'dist/deep/state.js': 'export const state = [];\nexport const add = (x) => state.push(x);',
    'dist/binary/one.js': 'export const one = 1;',
    ...change,
  });

const load = (folder: string, file: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href);

it('merges modules, with what entry points share in one copy', async () => {
  const folder = built();
  const files = await merge(folder);
  expect(files).toEqual(expect.arrayContaining(['dist/index.node.js', 'dist/more.node.js']));
  expect(files).toHaveLength(3);
  const [{ add, load: loadBinary }, { state }] = await Promise.all([
    load(folder, 'dist/index.node.js'),
    load(folder, 'dist/more.node.js'),
  ]);
  add(7);
  expect(state).toEqual([7]);
  expect((await loadBinary()).one).toBe(1);
});

it('leaves other packages and binaries outside, and nothing of the build before', async () => {
  const folder = built({ 'dist/shared-OLD.node.js': '', 'dist/more.js': "export * from '@ostinato/base';" });
  expect(await merge(folder)).toEqual(expect.arrayContaining(['dist/index.node.js', 'dist/more.node.js']));
  expect(existsSync(join(folder, 'dist/shared-OLD.node.js'))).toBe(false);
  expect(existsSync(join(folder, 'dist/binary/one.js'))).toBe(true);
});

it.each([
  ['a missing module', { 'package.json': { exports: { './gone': entry('gone') } } }, /gone\.js is missing: run tsc/],
  [
    'a missing condition',
    { 'package.json': { exports: { '.': { default: './dist/index.js' } } } },
    /node is undefined, expected \.\/dist\/index\.node\.js/,
  ],
  ['no entry points', { 'package.json': { exports: {} } }, /exports no code/],
])('fails at %s', async (_, change, message) => {
  await expect(merge(built(change))).rejects.toThrow(message);
});
