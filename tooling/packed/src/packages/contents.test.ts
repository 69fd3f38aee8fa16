import { expect, it } from 'vitest';
import { checkContents } from './contents.ts';

const good = ['package.json', 'README.md', 'LICENSE', 'src/a.ts', 'dist/a.js', 'dist/a.js.map', 'dist/a.d.ts'];
const check = (remove: RegExp, ...add: string[]) =>
  checkContents('x', 'packages/x', [...good.filter((file) => !remove.test(file)), ...add]).join('\n');

it.each([
  ['what must be there', []],
  ['JavaScript with a declaration by hand, in dist', ['src/b.d.ts', 'dist/b.js']],
  ['the same in src too', ['src/b.d.ts', 'src/b.js', 'dist/b.js']],
  ['a source in JavaScript', ['src/b.js', 'dist/b.js', 'dist/b.d.ts', 'dist/b.js.map']],
  ['merged files for Node', ['dist/a.node.js', 'dist/a.node.js.map', 'dist/shared-X7.node.js']],
  ['WebAssembly and its sources', ['dist/b.wasm', 'src/b.wasm', 'assembly/b.ts']],
])('accepts %s', (_, add) => expect(check(/^$/, ...add)).toBe(''));

it.each([
  ['a missing licence', /LICENSE/, [], 'x: LICENSE is not packed'],
  ['a missing README', /README/, [], 'x: README.md is not packed'],
  ['missing sources', /^src/, [], 'x: src is not packed'],
  ['a missing dist', /^dist/, [], 'x: dist is not packed'],
  ['missing types', /\.d\.ts/, [], 'x: dist/a.d.ts is missing'],
  ['what is not built', /^$/, ['src/b.ts'], 'x: dist/b.js is missing'],
  ['JavaScript that is not built', /^$/, ['src/b.js'], 'x: dist/b.js is missing'],
  [
    'what is left of old builds',
    /^$/,
    ['dist/old.js'],
    'x: dist/old.js is packed without its source: delete packages/x/dist',
  ],
  ['a merged file where none belongs', /^$/, ['dist/deep/a.node.js'], 'x: dist/deep/a.node.js is packed without'],
  ['a test', /^$/, ['src/a.test.ts'], 'x: src/a.test.ts belongs to tests'],
  ['a built test', /^$/, ['dist/a.test.js'], 'x: dist/a.test.js belongs to tests'],
  ['fixtures', /^$/, ['src/fixtures/a.bin'], 'x: src/fixtures/a.bin belongs to tests'],
])('reports %s', (_, remove, add, problem) => expect(check(remove, ...add)).toContain(problem));
