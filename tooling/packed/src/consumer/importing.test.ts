import { expect, it } from 'vitest';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { checkImporting } from './importing.ts';
import { checkShaken, checkUnused } from './tree-shaking.ts';

const code = `export const few = 1;\nexport const many = '${'many '.repeat(100)}';\n`;

/** A folder in which a package of this code is installed. */
const installed = (text: string, fields: object = { sideEffects: false }) =>
  tempTree({
    'package.json': { type: 'module' },
    'node_modules/a/package.json': { name: 'a', type: 'module', exports: './a.js', ...fields },
    'node_modules/a/a.js': text,
  });

it('accepts a package that does nothing when imported', async () => {
  const folder = installed(code);
  expect(await checkImporting(folder, ['a'])).toEqual([]);
  expect(await checkUnused(folder, ['a'])).toEqual([]);
  expect(await checkShaken(folder, 'a', ['few'])).toEqual([]);
});

it.each([
  ['prints', 'console.log("here I am");', 'here I am'],
  ['adds a global', 'globalThis.planted = 1;', 'import of a adds globals: planted'],
  ['throws', 'throw new Error("planted");', 'Error: planted'],
])('reports a package that %s when imported', async (_, text, problem) => {
  expect(await checkImporting(installed(text), ['a'])).toEqual([expect.stringContaining(problem)]);
});

it('reports a package that bundlers cannot leave out', async () => {
  const folder = installed(`globalThis.kept = '${'x'.repeat(300)}';\n`, {});
  expect(await checkUnused(folder, ['a'])).toEqual([expect.stringMatching(/import 'a' alone leaves 3\d\d bytes/)]);
});

it('fails where there are no entry points', async () => {
  await expect(checkImporting(installed(code), [])).rejects.toThrow('no entry points');
  await expect(checkUnused(installed(code), [])).rejects.toThrow('no entry points');
});

it('reports a package that comes whole', async () => {
  const folder = installed(`const all = { few: 1, text: '${'x'.repeat(300)}' };\nexport const few = () => all;\n`);
  expect(await checkShaken(folder, 'a', ['few'])).toEqual([expect.stringContaining('expected less than half')]);
});
