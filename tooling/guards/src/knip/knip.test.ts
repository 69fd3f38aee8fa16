import { expect, it } from 'vitest';
import { type Tree, tempTree } from '@ostinato-workspace/workspace/testing';
import { checkKnip } from './knip.ts';

const exportsField = { '.': { '@ostinato/source': './src/index.ts' } };
const good: Tree = {
  'knip.jsonc': '{} // nothing to except',
  'package.json': { name: 'root', private: true, workspaces: ['packages/*'], devDependencies: { vitest: '*' } },
  'packages/a/package.json': { name: '@ostinato/a', type: 'module', exports: exportsField },
  'packages/a/src/index.ts': `export { used } from './used.ts';`,
  'packages/a/src/used.ts': 'export const used = 1;',
  'packages/a/src/used.test.ts': `import { it } from 'vitest'; import { used } from './used.ts'; it('', () => used);`,
};

const problemsOf = async (change: Tree) => (await checkKnip(tempTree({ ...good, ...change }))).problems;

it('takes the exports of entry points for used', async () => {
  expect(await problemsOf({})).toEqual([]);
});

it.each([
  ['a file', { 'packages/a/src/lost.ts': 'export {};' }, /^packages\/a\/src\/lost.ts: no file imports this one$/],
  [
    'an export',
    { 'packages/a/src/used.ts': 'export const used = 1;\nexport const lost = 2;' },
    /^packages\/a\/src\/used.ts:2: lost: exported but not imported anywhere$/,
  ],
  [
    'an export that only a test imports',
    {
      'packages/a/src/used.ts': 'export const used = 1;\nexport const tested = 2;',
      'packages/a/src/used.test.ts': `import { tested } from './used.ts'; import { it } from 'vitest'; it('', () => tested);`,
    },
    /^packages\/a\/src\/used.ts:2: tested: exported but not imported anywhere \(except by tests\)$/,
  ],
  [
    'a dependency',
    { 'packages/a/package.json': { name: '@ostinato/a', exports: exportsField, dependencies: { lost: '*' } } },
    /^packages\/a\/package.json(:\d)?: lost: unused dependency$/,
  ],
  ['a stale exception', { 'knip.jsonc': '{ "ignoreDependencies": ["lost"] }' }, /lost: this exception is not needed/],
])('reports %s', async (_, change, message) => {
  expect(await problemsOf(change)).toEqual([expect.stringMatching(message)]);
});

it('fails without its configuration or a workspace', async () => {
  await expect(problemsOf({ 'knip.jsonc': undefined })).rejects.toThrow(/knip.jsonc is missing/);
  await expect(checkKnip(tempTree({ 'knip.jsonc': '{}' }))).rejects.toThrow(/package.json/);
  await expect(checkKnip(tempTree({ 'knip.jsonc': '{}', 'package.json': {} }))).rejects.toThrow(/no files/);
});
