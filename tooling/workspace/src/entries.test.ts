import { expect, it } from 'vitest';
import { codeEntries } from './entries.ts';

it('takes what has conditions for code, and nothing else', () => {
  const entry = { types: './dist/index.d.ts', default: './dist/index.js' };
  const files = { './package.json': './package.json', './simd.wasm': './dist/simd.wasm', './*.css': './*.css' };
  const exports = { '.': entry, './node': entry, ...files };
  expect(codeEntries({ name: '@o/a', exports }).map(({ specifier }) => specifier)).toEqual(['@o/a', '@o/a/node']);
  expect(codeEntries({ name: 'o', exports })[0]).toEqual({ specifier: 'o', path: '.', conditions: entry });
  expect(codeEntries({ name: 'o' })).toEqual([]);
});
