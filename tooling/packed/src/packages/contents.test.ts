import { expect, it } from 'vitest';
import { checkContents } from './contents.ts';

const good = ['package.json', 'README.md', 'LICENSE', 'src/a.ts', 'dist/a.js', 'dist/a.js.map', 'dist/a.d.ts'];
const check = (remove: RegExp, ...add: string[]) =>
  checkContents('x', [...good.filter((file) => !remove.test(file)), ...add]).join('\n');

it('accepts what must be there', () => expect(checkContents('x', good)).toEqual([]));

it.each([
  ['a missing licence', /LICENSE/, [], 'x: LICENSE is not packed'],
  ['a missing README', /README/, [], 'x: README.md is not packed'],
  ['missing sources', /^src/, [], 'x: src is not packed'],
  ['a missing dist', /^dist/, [], 'x: dist is not packed'],
  ['missing types', /\.d\.ts/, [], 'x: dist/a.d.ts is missing'],
  ['what is not built', /^$/, ['src/b.ts'], 'x: dist/b.js is missing'],
  ['what is left of old builds', /^$/, ['dist/old.js'], 'x: dist/old.js is packed without its source'],
  ['a test', /^$/, ['src/a.test.ts'], 'x: src/a.test.ts belongs to tests'],
  ['a built test', /^$/, ['dist/a.test.js'], 'x: dist/a.test.js belongs to tests'],
  ['fixtures', /^$/, ['src/fixtures/a.bin'], 'x: src/fixtures/a.bin belongs to tests'],
])('reports %s', (_, remove, add, problem) => expect(check(remove, ...add)).toContain(problem));
