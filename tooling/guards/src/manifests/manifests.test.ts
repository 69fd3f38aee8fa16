import { expect, it } from 'vitest';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { checkManifests } from './manifests.ts';

const source = './src/index.ts';
const types = './dist/index.d.ts';
const js = './dist/index.js';
const node = './dist/index.node.js';
const good = {
  name: '@ostinato/a',
  description: 'A package.',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.19' },
  files: ['dist'],
  exports: { '.': { '@ostinato/source': source, types, node, default: js }, './package.json': './package.json' },
};

/** What is wrong with the good package after this change of its fields. */
function change(fields: object, readme: string | undefined = '# A\n'): readonly string[] {
  return checkManifests(tempTree({ 'packages/a/package.json': { ...good, ...fields }, 'packages/a/README.md': readme }))
    .problems;
}

it('finds nothing wrong with a good package', () => {
  expect(change({})).toEqual([]);
});

it.each([
  [{ description: '' }, /has no description/],
  [{ license: undefined }, /license is undefined, expected "MIT"/],
  [{ type: 'commonjs' }, /type is "commonjs", expected "module"/],
  [{ sideEffects: true }, /sideEffects is true, expected false/],
  [{ engines: { node: '>=18' } }, /engines.node is ">=18", expected ">=20.19"/],
  [{ files: [] }, /has no files/],
  [{ exports: {} }, /has no root entry/],
  [{ exports: { '.': js } }, /the conditions none/],
  [
    { exports: { '.': { types, '@ostinato/source': source, node, default: js } } },
    /types,@ostinato\/source,node,default, expected/,
  ],
  [{ exports: { '.': { '@ostinato/source': source, default: js } } }, /the conditions @ostinato\/source,default/],
  [{ exports: { '.': { '@ostinato/source': source, types, default: js } } }, /expected @ostinato\/source,types,node/],
])('reports %j', (fields, message) => {
  expect(change(fields)).toEqual([expect.stringMatching(message)]);
});

it('reports a README that is long or missing', () => {
  expect(change({}, 'line\n'.repeat(81))).toEqual(['packages/a/README.md: 81 lines, at most 80']);
  const root = tempTree({ 'packages/a/package.json': good });
  expect(checkManifests(root).problems).toEqual(['packages/a: has no README.md']);
});

it('fails where there are no packages', () => {
  expect(() => checkManifests(tempTree({ 'package.json': {} }))).toThrow(/no packages found/);
});
