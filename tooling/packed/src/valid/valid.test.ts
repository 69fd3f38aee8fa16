import type { Manifest } from '@ostinato-workspace/workspace';
import { expect, it } from 'vitest';
import { plantTarball } from '../plant-tarball.ts';
import { attwProblems } from './attw.ts';
import { publintProblems } from './publint.ts';

const types = './dist/index.d.ts';
const code = './dist/index.js';

type Exports = NonNullable<Manifest['exports']>;

/** What the tools say about a package with these exports. */
async function check(exports: Exports, files: Record<string, string> = {}): Promise<string> {
  const tarball = await plantTarball({
    'package.json': { name: 'a', version: '1.0.0', type: 'module', license: 'MIT', exports },
    'dist/index.js': 'export const a = 1;\n',
    'dist/index.d.ts': 'export declare const a: number;\n',
    ...files,
  });
  const problems = [...(await publintProblems('a', tarball)), ...(await attwProblems({ name: 'a', exports }, tarball))];
  return problems.join('\n');
}

it('accepts a package of ES modules with types', async () => {
  expect(await check({ '.': { types, default: code }, './package.json': './package.json' })).toBe('');
});

it('leaves out files that are no code', async () => {
  const files = { 'dist/simd.wasm': 'binary', 'dist/style.css': '' };
  const exports = { './simd.wasm': './dist/simd.wasm', './style.css': './dist/style.css' };
  expect(await check({ '.': { types, default: code }, ...exports }, files)).toBe('');
});

it('reports a file that is not there', async () => {
  expect(await check({ '.': { types, default: './dist/main.js' } })).toMatch(/a: publint: .*main\.js.*not exist/);
});

it('reports types that come too late', async () => {
  expect(await check({ '.': { default: code, types } })).toMatch(/a: publint: .*types should be the first/);
});

it('reports an entry without types', async () => {
  const files = { 'dist/node.js': 'export const b = 1;\n' };
  const found = await check({ '.': { types, default: code }, './node': './dist/node.js' }, files);
  expect(found).toMatch(/a: attw: .*entry "\.\/node" by node16-esm/);
});

it('reports a package without types', async () => {
  const tarball = await plantTarball({
    'package.json': { name: 'a', version: '1.0.0', type: 'module', exports: './index.js' },
    'index.js': 'export const a = 1;\n',
  });
  expect(await attwProblems({ name: 'a' }, tarball)).toEqual(['a: attw: there are no types']);
});
